/// Limits on how often, and with how many tokens, somebody may call.
@NullMarked
package dev.tollgate.domain.limit;

import org.jspecify.annotations.NullMarked;
