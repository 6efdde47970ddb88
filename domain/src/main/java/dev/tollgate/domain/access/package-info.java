/// Who calls, and what must never be printed.
@NullMarked
package dev.tollgate.domain.access;

import org.jspecify.annotations.NullMarked;
