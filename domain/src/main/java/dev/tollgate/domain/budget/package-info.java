/// Budgets: what they are on, their periods as a function of time, and the accounts they are kept
/// in.
@NullMarked
package dev.tollgate.domain.budget;

import org.jspecify.annotations.NullMarked;
