/// Everything that can go wrong with a call, as values.
@NullMarked
package dev.tollgate.domain.failure;

import org.jspecify.annotations.NullMarked;
