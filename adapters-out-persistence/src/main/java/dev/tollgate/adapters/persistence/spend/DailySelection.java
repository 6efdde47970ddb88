package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.application.port.out.SpendRecords.DailyFigure;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.Part;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.money.Usd;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How figures of days are asked for.
final class DailySelection {
    private static final String FIGURES =
            Stream.of(
                            "prompt_tokens",
                            "completion_tokens",
                            "cache_read_tokens",
                            "cache_write_tokens",
                            "successful",
                            "failed")
                    .map(name -> "sum(d.%1$s) AS %1$s".formatted(name))
                    .collect(Collectors.joining(", "));

    private final DailyQuery query;
    private final SqlForm form;

    DailySelection(DailyQuery query, SqlForm form) {
        this.query = query;
        this.form = form;
    }

    String statement() {
        Map<String, String> parts = parts();
        List<String> columns = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        if (!query.together()) {
            groups.add("d.day");
        }
        List<String> order = new ArrayList<>(List.of("f.day"));
        parts.forEach(
                (name, expression) -> {
                    columns.add(expression + " AS " + name);
                    if (!expression.equals("''")) {
                        groups.add(expression);
                        order.add(form.sorted("f." + name));
                    }
                });
        String figures =
                "SELECT %s AS day, %s, %s AS spend, %s FROM %s d%s%s HAVING count(*) > 0"
                        .formatted(
                                day(),
                                String.join(", ", columns),
                                form.read(Column.Type.MONEY, "sum(d.spend)"),
                                FIGURES,
                                isTotal() ? "tollgate.daily_total" : "tollgate.daily",
                                where().text(),
                                groups.isEmpty() ? "" : " GROUP BY " + String.join(", ", groups));
        return "SELECT * FROM (%s ORDER BY sum(d.spend) DESC LIMIT ?) f ORDER BY %s"
                .formatted(figures, String.join(", ", order));
    }

    private String day() {
        return query.together() ? "CAST(? AS text)" : form.read(Column.Type.DAY, "d.day");
    }

    /// What each part of a figure is told apart by.
    private Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("subject", part(Part.SUBJECT, subject()));
        parts.put("key_hash", part(Part.KEY, "d.key_hash"));
        parts.put("model", part(Part.MODEL, "d.model"));
        parts.put("model_group", part(Part.MODEL_GROUP, "d.model_group"));
        parts.put("provider", part(Part.PROVIDER, "d.provider"));
        return parts;
    }

    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        if (query.together()) {
            arguments.add(query.from().toString());
        }
        arguments.addAll(where().arguments());
        arguments.add(query.most());
        return arguments;
    }

    /// The whole gateway's figures are kept without their payers as well.
    private boolean isTotal() {
        return (query.scope() == Scope.GLOBAL || query.scope() == Scope.PROVIDER)
                && query.keyHash().isEmpty()
                && !query.by().contains(Part.KEY);
    }

    private Conditions where() {
        String day = form.parameter(Column.Type.DAY);
        Conditions where =
                new Conditions()
                        .and("d.day >= " + day, query.from().toString())
                        .and("d.day <= " + day, query.to().toString());
        if (!isTotal()) {
            where.and(query.scope() == Scope.TAG ? "d.tag <> ''" : "d.tag = ''");
        }
        whose(where);
        return where.equal("d.key_hash", query.keyHash()).equal("d.model", query.model());
    }

    private void whose(Conditions where) {
        switch (query.scope()) {
            case GLOBAL, TAG -> {}
            case TEAM_MEMBER -> where.and("d.team_id <> ''").and("d.user_id <> ''");
            case ORGANIZATION, TEAM, USER, KEY, CUSTOMER, PROVIDER, DEPLOYMENT ->
                    where.and(subject() + " <> ''");
        }
        if (!query.ids().isEmpty()) {
            List<String> ids = query.ids().stream().map(Texts::name).toList();
            where.and(form.isAnyOf(subject()), form.list(ids));
        }
    }

    private String subject() {
        return switch (query.scope()) {
            case GLOBAL -> "''";
            case ORGANIZATION -> "d.organization_id";
            case TEAM -> "d.team_id";
            case TEAM_MEMBER -> "d.team_id || '/' || d.user_id";
            case USER -> "d.user_id";
            case KEY -> "d.key_id";
            case CUSTOMER -> "d.customer";
            case TAG -> "d.tag";
            case PROVIDER -> "d.provider";
            case DEPLOYMENT -> "d.deployment";
        };
    }

    private String part(Part part, String column) {
        return query.by().contains(part) ? column : "''";
    }

    static DailyFigure figure(Row row) {
        return new DailyFigure(
                LocalDate.parse(row.text("day")),
                row.text("subject"),
                row.text("key_hash"),
                row.text("model"),
                row.text("model_group"),
                row.text("provider"),
                new Usd(row.number("spend")),
                row.number("prompt_tokens"),
                row.number("completion_tokens"),
                row.number("cache_read_tokens"),
                row.number("cache_write_tokens"),
                row.number("successful"),
                row.number("failed"));
    }
}
