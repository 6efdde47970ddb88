/// Exact US dollars and the prices that lead to them. No floating point. A cost is the exact sum of
/// tokens times prices, rounded once; where a price is missing there is no cost, never 0. What a
/// call can cost at most is known before it is made.
@NullMarked
package dev.tollgate.domain.money;

import org.jspecify.annotations.NullMarked;
