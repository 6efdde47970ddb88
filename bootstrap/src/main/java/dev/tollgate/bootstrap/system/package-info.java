/// The only place that reads the clock, the environment and chance of the machine.
@NullMarked
package dev.tollgate.bootstrap.system;

import org.jspecify.annotations.NullMarked;
