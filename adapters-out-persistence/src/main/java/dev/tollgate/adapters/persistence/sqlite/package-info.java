/// SQLite: one file in the data directory, for one gateway that needs nothing else installed.
@NullMarked
package dev.tollgate.adapters.persistence.sqlite;

import org.jspecify.annotations.NullMarked;
