/// Strategy, candidates, fleet state and chance in; a whole ordered plan out. Pure.
@NullMarked
package dev.tollgate.domain.routing;

import org.jspecify.annotations.NullMarked;
