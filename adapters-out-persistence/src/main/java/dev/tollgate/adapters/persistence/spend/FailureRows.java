package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.adapters.persistence.spend.Column.text;
import static dev.tollgate.adapters.persistence.spend.Column.whole;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.SpendRecords.FailureCount;
import dev.tollgate.application.port.out.SpendRecords.FailureQuery;
import dev.tollgate.domain.ledger.FailureLine;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The table `daily_failure`: how often what went wrong, by day.
final class FailureRows {
    private static final Column DAY = new Column("day", Column.Type.DAY);
    private static final List<Column> COLUMNS =
            List.of(
                    DAY,
                    new Column("line", Column.Type.UUID),
                    text("error"),
                    text("model_group"),
                    text("deployment"),
                    text("api_base"),
                    whole("failures"));

    private FailureRows() {}

    /// Adds to the counts, in the order of their keys.
    static void add(Statements sql, SqlForm form, Map<FailureLine, Long> changes) {
        TreeMap<String, @Nullable Object[]> rows = new TreeMap<>();
        changes.forEach(
                (line, change) -> {
                    @Nullable Object[] row = row(line, change);
                    rows.put(row[0] + " " + row[1], row);
                });
        if (!rows.isEmpty()) {
            form.write(
                    sql,
                    "daily_failure",
                    COLUMNS,
                    List.copyOf(rows.values()),
                    "ON CONFLICT (day, line) DO UPDATE SET failures ="
                            + " daily_failure.failures + excluded.failures");
        }
    }

    private static @Nullable Object[] row(FailureLine line, long change) {
        List<String> texts =
                List.of(
                        Texts.name(line.error()),
                        Texts.name(line.group()),
                        Texts.name(line.deployment()),
                        Texts.name(line.apiBase()));
        return new @Nullable Object[] {
            line.day().toString(),
            Texts.digest(Texts.list(texts)),
            texts.get(0),
            texts.get(1),
            texts.get(2),
            texts.get(3),
            change
        };
    }

    static List<FailureCount> read(Statements sql, SqlForm form, FailureQuery query) {
        String day = form.parameter(Column.Type.DAY);
        Conditions where =
                new Conditions()
                        .and("day >= " + day, query.from().toString())
                        .and("day <= " + day, query.to().toString())
                        .equal("model_group", Texts.name(query.group()));
        if (query.deployments()) {
            where.and("deployment <> ''");
        }
        String told =
                query.deployments() ? "deployment, api_base" : "'' AS deployment, '' AS api_base";
        String groups = query.deployments() ? "day, error, deployment, api_base" : "day, error";
        String most =
                "SELECT %s, error, %s, CAST(sum(failures) AS bigint) AS failures FROM tollgate.daily_failure%s GROUP BY %s"
                                .formatted(form.read(DAY), told, where.text(), groups)
                        + " HAVING sum(failures) <> 0 ORDER BY sum(failures) DESC LIMIT "
                        + query.most();
        String statement =
                "SELECT * FROM (%s) f ORDER BY f.day, %s, %s, %s"
                        .formatted(
                                most,
                                form.sorted("f.error"),
                                form.sorted("f.deployment"),
                                form.sorted("f.api_base"));
        return sql.query(statement, where.arguments(), FailureRows::count);
    }

    private static FailureCount count(Row row) {
        return new FailureCount(
                LocalDate.parse(row.text("day")),
                row.text("error"),
                row.text("deployment"),
                row.text("api_base"),
                row.number("failures"));
    }
}
