/// The one loop that walks a plan's attempts, retries and fallbacks, for plain and streamed calls
/// alike.
@NullMarked
package dev.tollgate.application.call;

import org.jspecify.annotations.NullMarked;
