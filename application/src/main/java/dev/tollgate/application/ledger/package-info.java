/// The way of entries from the journal, where a call leaves them, to the ledger's store.
@NullMarked
package dev.tollgate.application.ledger;

import org.jspecify.annotations.NullMarked;
