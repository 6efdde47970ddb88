/// Budget accounts, the ledger and what was spent, in SQL. One form of every rule for PostgreSQL
/// and SQLite: what differs in writing is a [SqlForm]'s. Callers may rely on every step being one
/// transaction, kept on disk when it returns.
@NullMarked
package dev.tollgate.adapters.persistence.spend;

import org.jspecify.annotations.NullMarked;
