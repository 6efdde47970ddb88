/// Escrow: what this instance has leased of each budget, and what running calls have reserved of
/// that. A reservation is made in memory; the shared accounts are asked only where the leases do
/// not cover it.
@NullMarked
package dev.tollgate.application.budget;

import org.jspecify.annotations.NullMarked;
