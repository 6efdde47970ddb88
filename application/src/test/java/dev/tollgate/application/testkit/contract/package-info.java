/// What every implementation of a port must do, as tests: interfaces that a test class of each
/// implementation takes on.
@NullMarked
package dev.tollgate.application.testkit.contract;

import org.jspecify.annotations.NullMarked;
