/// PostgreSQL: its URL as people write it, its connections, and its wake-up calls.
@NullMarked
package dev.tollgate.adapters.persistence.postgres;

import org.jspecify.annotations.NullMarked;
