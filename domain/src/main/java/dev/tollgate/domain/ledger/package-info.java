/// The ledger: one entry for every attempt, appended once, never changed.
@NullMarked
package dev.tollgate.domain.ledger;

import org.jspecify.annotations.NullMarked;
