/// Requests and tokens per minute and calls at once: counted in memory, all limits of a call or
/// none.
@NullMarked
package dev.tollgate.application.limit;

import org.jspecify.annotations.NullMarked;
