/// What the steps talk to: a gateway in one of two forms, over HTTP or in the test's own process,
/// and the providers behind it, which do what a scenario says. Nothing here knows of Cucumber.
@NullMarked
package dev.tollgate.features.driver;

import org.jspecify.annotations.NullMarked;
