package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// The table `instance`: who was heard of when, by the database's clock.
final class InstanceRows {
    private final SqlForm form;

    InstanceRows(SqlForm form) {
        this.form = form;
    }

    void heard(Statements sql, String instance) {
        String statement =
                "INSERT INTO %s (name, heard) VALUES (?, %s)"
                        .formatted("tollgate.instance", form.now());
        long _ =
                sql.update(
                        statement + " ON CONFLICT (name) DO UPDATE SET heard = excluded.heard",
                        List.of(instance));
    }

    int heardWithin(Statements sql, Duration length) {
        String statement =
                "SELECT count(*) AS alive FROM %s WHERE heard >= %s - ?"
                        .formatted("tollgate.instance", form.now());
        return sql.query(statement, List.of(length.toMillis()), row -> (int) row.number("alive"))
                .getFirst();
    }

    /// Those that were not heard of for longer than that, locked.
    List<String> silent(Statements sql, Duration length) {
        String statement =
                "SELECT name FROM %s WHERE heard < %s - ? ORDER BY name%s"
                        .formatted("tollgate.instance", form.now(), form.locking());
        return sql.query(statement, List.of(length.toMillis()), row -> row.text("name"));
    }

    /// Forgets those that hold nothing any more.
    void forget(Statements sql, Collection<String> instances) {
        String statement =
                "DELETE FROM %s WHERE %s AND NOT EXISTS"
                        .formatted("tollgate.instance", form.isAnyOf("name"));
        String held =
                " (SELECT 1 FROM %s WHERE instance = name AND amount > 0)"
                        .formatted("tollgate.lease");
        long _ = sql.update(statement + held, List.of(form.list(instances)));
    }

    /// Milliseconds since 1970 by the database's clock.
    long now(Statements sql) {
        return sql.query("SELECT " + form.now() + " AS now", List.of(), row -> row.number("now"))
                .getFirst();
    }
}
