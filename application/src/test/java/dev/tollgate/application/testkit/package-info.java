/// Fixtures in the domain's words, a scripted provider and a recording caller; for the tests of
/// every module.
@NullMarked
package dev.tollgate.application.testkit;

import org.jspecify.annotations.NullMarked;
