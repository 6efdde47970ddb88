package dev.tollgate.adapters.persistence.sql;

import org.sqlite.SQLiteException;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/// What a failure of the database means: the one place that reads its codes.
enum SqlFailure {
    /// an index forbids it
    NOT_UNIQUE,
    /// another transaction was in the way: the same one may succeed when it is repeated
    COLLISION,
    /// cannot be reached, does not answer, or does not take what it takes on other days
    UNAVAILABLE,
    /// a bug, or not from the database at all
    OTHER;

    /// Shutting down or starting up, out of resources, not let in, no such database, read-only,
    /// cancelled for taking too long.
    private static final Set<String> AWAY =
            Set.of(
                    "57P01", "57P02", "57P03", "57P04", "57P05", "57014", "28000", "28P01", "3D000",
                    "25006", "42501");

    /// Classes: connection, insufficient resources, program limits of connections, system error.
    private static final Set<String> AWAY_CLASSES = Set.of("08", "53", "58");

    static SqlFailure of(Throwable thrown) {
        return sql(thrown).map(SqlFailure::ofSql).orElse(OTHER);
    }

    private static SqlFailure ofSql(SQLException e) {
        return switch (e) {
            case SQLiteException sqlite -> ofSqlite(sqlite);
            case SQLTransientConnectionException _, SQLTimeoutException _ -> UNAVAILABLE;
            default -> ofState(String.valueOf(e.getSQLState()));
        };
    }

    private static SqlFailure ofState(String state) {
        if (state.equals("23505")) {
            return NOT_UNIQUE;
        }
        if (state.equals("40001") || state.equals("40P01") || state.equals("55P03")) {
            return COLLISION;
        }
        return AWAY.contains(state)
                        || state.length() == 5 && AWAY_CLASSES.contains(state.substring(0, 2))
                ? UNAVAILABLE
                : OTHER;
    }

    private static SqlFailure ofSqlite(SQLiteException e) {
        return switch (e.getResultCode()) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY -> NOT_UNIQUE;
            case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_RECOVERY, SQLITE_LOCKED ->
                    COLLISION;
            case SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_CORRUPT ->
                    UNAVAILABLE;
            default -> e.getResultCode().name().startsWith("SQLITE_IOERR") ? UNAVAILABLE : OTHER;
        };
    }

    /// The database's own exception behind another one.
    static Optional<SQLException> sql(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (at instanceof SQLException e) {
                return Optional.of(e);
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    /// What the database said, in one line. It names no values: servers' details are switched off.
    static String said(Throwable thrown) {
        String said = "";
        String network = "";
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++) {
            // The first cause says most: a pool's own words only tell that it waited in vain.
            if (at instanceof SQLException) {
                said = firstLine(at);
            } else if (at instanceof IOException) {
                network = " (%s: %s)".formatted(at.getClass().getSimpleName(), firstLine(at));
            }
            at = at.getCause();
        }
        return (said.isEmpty() ? thrown.getClass().getSimpleName() : said) + network;
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }
}
