package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.LimitParts;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Parts of limits in a database.
public final class SqlLimitParts implements LimitParts {
    /// A part that nothing is left of is remembered for so long: no message of its replica is
    /// older.
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final String RECALLED =
            "SELECT name FROM tollgate.limit_part WHERE instance = ? AND recalled";
    private static final String ENDED =
            "SELECT name, instance FROM tollgate.limit_part WHERE held = 0 AND touched < %1$s - ?"
                    + " OR NOT EXISTS (SELECT 1 FROM tollgate.instance i"
                    + " WHERE i.name = limit_part.instance AND i.heard > %1$s - ?)";
    private static final String SWEEP =
            "DELETE FROM tollgate.limit_part WHERE (name, instance) IN (%s)";

    private final Database database;
    private final Duration promptly;

    public SqlLimitParts(Database database) {
        this(database, Database.AT_ONCE);
    }

    /// @param promptly how long a call waits for its part
    SqlLimitParts(Database database, Duration promptly) {
        this.database = database;
        this.promptly = promptly;
    }

    @Override
    public List<Part> hold(String instance, List<Wish> wishes) {
        return wishes.isEmpty()
                ? List.of()
                : database.write(promptly, sql -> hold(sql, instance, wishes));
    }

    private static List<Part> hold(Statements sql, String instance, List<Wish> wishes) {
        return switch (sql.dialect()) {
            case POSTGRESQL -> HoldingAtOnce.hold(sql, instance, wishes);
            case SQLITE -> HoldingStepByStep.hold(sql, instance, wishes);
        };
    }

    @Override
    public Set<String> recalled(String instance) {
        return Set.copyOf(
                database.read(
                        promptly,
                        sql -> sql.query(RECALLED, List.of(instance), row -> row.text("name"))));
    }

    @Override
    public void sweep() {
        long _ =
                database.write(
                        Database.PATIENTLY,
                        sql ->
                                sql.update(
                                        SWEEP.formatted(ended(sql)),
                                        List.of(REMEMBERED.toMillis(), SILENT_FOR.toMillis())));
    }

    /// What somebody changes at the moment has not ended: nobody waits for the sweep.
    private static String ended(Statements sql) {
        String ended = ENDED.formatted(now(sql));
        return switch (sql.dialect()) {
            case POSTGRESQL -> ended + " FOR UPDATE SKIP LOCKED";
            case SQLITE -> ended;
        };
    }

    /// Milliseconds since 1970 by the database's clock.
    static String now(Statements sql) {
        return switch (sql.dialect()) {
            case POSTGRESQL -> "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";
            case SQLITE -> "CAST(unixepoch('subsec') * 1000 AS integer)";
        };
    }
}
