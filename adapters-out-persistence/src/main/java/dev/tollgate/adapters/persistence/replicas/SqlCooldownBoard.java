package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cooldowns in a database. Telling them takes the next revision, for which the other replicas look
/// anyway.
public final class SqlCooldownBoard implements CooldownBoard {
    private static final String NEXT =
            "UPDATE tollgate.revision SET number = number + 1 RETURNING number";
    private static final String FORGET = "DELETE FROM tollgate.cooldown WHERE until <= %s";
    private static final String TELL =
            "INSERT INTO tollgate.cooldown (deployment, instance, revision, until)"
                    + " VALUES (?, ?, ?, %s + ?) ON CONFLICT (deployment, instance) DO UPDATE SET"
                    + " revision = excluded.revision, until = excluded.until";
    private static final String SINCE =
            "SELECT r.number, c.deployment, c.until - %1$s AS remaining FROM tollgate.revision r"
                    + " LEFT JOIN tollgate.cooldown c ON c.revision > ? AND c.instance <> ?"
                    + " AND c.until > %1$s";

    private final Database database;

    public SqlCooldownBoard(Database database) {
        this.database = database;
    }

    @Override
    public void tell(String instance, Map<DeploymentId, Duration> left) {
        long _ = database.write(Database.PATIENTLY, sql -> tell(sql, instance, left));
    }

    /// The number comes first: whoever waits for it has changed nothing yet.
    private static long tell(Statements sql, String instance, Map<DeploymentId, Duration> left) {
        long revision =
                sql.first(NEXT, List.of(), row -> row.number("number"))
                        .orElseThrow(() -> new IllegalStateException("no revision row"));
        String now = SqlLimitParts.now(sql);
        long _ = sql.update(FORGET.formatted(now), List.of());
        String tell = TELL.formatted(now);
        left.forEach(
                (deployment, length) -> {
                    long _ =
                            sql.update(
                                    tell,
                                    List.of(
                                            deployment.value(),
                                            instance,
                                            revision,
                                            length.toMillis()));
                });
        sql.wakeOthers();
        return revision;
    }

    @Override
    public News since(String instance, long revision) {
        List<Told> told =
                database.read(
                        Database.AT_ONCE,
                        sql ->
                                sql.query(
                                        SINCE.formatted(SqlLimitParts.now(sql)),
                                        List.of(revision, instance),
                                        row ->
                                                new Told(
                                                        row.number("number"),
                                                        row.text("deployment"),
                                                        row.optionalNumber("remaining"))));
        Map<DeploymentId, Duration> left = new HashMap<>();
        for (Told each : told) {
            each.millis.ifPresent(
                    millis ->
                            left.merge(
                                    new DeploymentId(each.deployment),
                                    Duration.ofMillis(millis),
                                    (one, other) -> one.compareTo(other) > 0 ? one : other));
        }
        return new News(told.isEmpty() ? revision : told.getFirst().revision, left);
    }

    private record Told(long revision, String deployment, Optional<Long> millis) {}
}
