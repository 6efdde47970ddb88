/// Stores that live as long as the process: for trials, for the gateway within a program, and for
/// tests. They pass the contracts that those on disk pass.
@NullMarked
package dev.tollgate.application.memory;

import org.jspecify.annotations.NullMarked;
