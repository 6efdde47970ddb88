/// Exact US dollars and the prices that lead to them. No floating point.
@NullMarked
package dev.tollgate.domain.money;

import org.jspecify.annotations.NullMarked;
