/// Server-sent events as bytes, in any framing the standard allows.
@NullMarked
package dev.tollgate.adapters.providers.sse;

import org.jspecify.annotations.NullMarked;
