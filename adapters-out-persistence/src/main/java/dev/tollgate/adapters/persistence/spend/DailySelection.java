package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.application.port.out.SpendRecords.DailyFigure;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.Dearest;
import dev.tollgate.application.port.out.SpendRecords.Part;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.money.Usd;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How figures of days are asked for.
final class DailySelection {
    private static final String NOTHING = "''";

    /// Subjects that are looked for one by one, once it is known which they are.
    private static final int MOST_FIRST = 1_000;

    private static final List<String> FIGURES =
            List.of(
                    "prompt_tokens",
                    "completion_tokens",
                    "cache_read_tokens",
                    "cache_write_tokens",
                    "successful",
                    "failed");

    private final DailyQuery query;
    private final SqlForm form;
    private final DailySource source;
    private final Conditions where;

    DailySelection(DailyQuery query, SqlForm form) {
        this.query = query;
        this.form = form;
        this.source = DailySource.of(query);
        this.where = where();
    }

    /// @param which a condition of its own
    DailySelection(DailyQuery query, SqlForm form, String which) {
        this(query, form);
        Conditions _ = where.and(which);
    }

    /// The same question where there are so many keys or subjects that the dearest are to be looked
    /// for first, and figures of those alone.
    static DailyQuery begun(DailyQuery query) {
        if (!query.together() || query.dearest().most() > 0) {
            return query;
        }
        DailySource source = DailySource.of(query);
        boolean manyKeys =
                source == DailySource.KEYS
                        && query.keys().isEmpty()
                        && query.by().equals(Set.of(Part.KEY));
        boolean manySubjects =
                source == DailySource.SUBJECT_DAYS
                        && query.ids().isEmpty()
                        && query.most() <= MOST_FIRST;
        return manyKeys || manySubjects
                ? query.of(new Dearest(manyKeys ? Part.KEY : Part.SUBJECT, query.most()))
                : query;
    }

    /// The dearest keys or subjects, each as `name`, and their `spend`.
    String dearest() {
        String column = query.by().contains(Part.KEY) ? "d.key_hash" : subject();
        String spend = form.read(Column.Type.MONEY, "sum(d.spend)");
        return "SELECT %1$s AS name, %2$s AS spend FROM %3$s d%4$s GROUP BY %1$s ORDER BY sum(d.spend) DESC LIMIT ?"
                .formatted(column, spend, source.table, where.text());
    }

    List<Object> dearestArguments() {
        List<Object> arguments = new ArrayList<>(where.arguments());
        arguments.add(query.most());
        return arguments;
    }

    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        if (ranks()) {
            arguments.addAll(dearestArguments());
        }
        if (query.together()) {
            arguments.add(query.from().toString());
        }
        arguments.addAll(dearestArguments());
        return arguments;
    }

    private boolean ranks() {
        return !query.together() && source.ranks(query);
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
                    if (!expression.equals(NOTHING)) {
                        groups.add(expression);
                        order.add(form.sorted("f." + name));
                    }
                });
        String figures =
                "SELECT %s AS day, %s, %s AS spend, %s FROM %s"
                        .formatted(
                                day(),
                                String.join(", ", columns),
                                form.read(Column.Type.MONEY, figure("spend")),
                                FIGURES.stream()
                                        .map(name -> figure(name) + " AS " + name)
                                        .collect(Collectors.joining(", ")),
                                single() ? dearestRows() : summed(groups));
        return "%sSELECT * FROM (%s) f ORDER BY %s"
                .formatted(
                        ranks() ? "WITH r AS MATERIALIZED (" + dearest(groups) + ") " : "",
                        figures,
                        String.join(", ", order));
    }

    private String summed(List<String> groups) {
        return (ranks() ? ranked(groups) : source.table + " d")
                + where.text()
                + grouped(groups)
                + " HAVING count(*) > 0 ORDER BY sum(d.spend) DESC LIMIT ?";
    }

    private String dearestRows() {
        return "(SELECT d.* FROM %s d%s ORDER BY d.spend DESC LIMIT ?) d"
                .formatted(source.table, where.text());
    }

    /// Whether each row is a figure as it stands.
    private boolean single() {
        return source == DailySource.SUBJECT_DAYS
                && !query.together()
                && query.by().contains(Part.SUBJECT);
    }

    private String figure(String column) {
        return single() ? "d." + column : "sum(d." + column + ")";
    }

    /// The groups of the most spend, which is all that is added up of the others.
    private String dearest(List<String> groups) {
        String names =
                groups.stream()
                        .map(group -> group + " AS " + name(group))
                        .collect(Collectors.joining(", "));
        return "SELECT %s FROM %s d%s ORDER BY sum(d.spend) DESC LIMIT ?"
                .formatted(names, source.table, where.text() + grouped(groups));
    }

    private static String name(String column) {
        return column.substring("d.".length());
    }

    private String ranked(List<String> groups) {
        return groups.stream()
                .map(group -> "%s = r.%s".formatted(group, name(group)))
                .collect(Collectors.joining(" AND ", "r JOIN " + source.table + " d ON ", ""));
    }

    private static String grouped(List<String> groups) {
        return groups.isEmpty() ? "" : " GROUP BY " + String.join(", ", groups);
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
        parts.put("call_type", part(Part.CALL_TYPE, "d.call_type"));
        return parts;
    }

    /// Scope and days are no parameters: how many rows they are of decides how those are best read.
    private Conditions where() {
        Conditions which = new Conditions();
        days(which);
        switch (source) {
            case LINES -> which.and(query.scope() == Scope.TAG ? "d.tag <> ''" : "d.tag = ''");
            case SUBJECTS, SUBJECT_DAYS -> which.and("d.scope = '%s'".formatted(query.scope()));
            case TOTALS, KEYS -> {}
        }
        whose(which);
        if (!query.keys().isEmpty()) {
            List<String> keys = query.keys().stream().map(Texts::name).toList();
            which.and(form.isAnyOf("d.key_hash"), form.list(keys));
        }
        return which.equal("d.model", Texts.name(query.model()));
    }

    private void days(Conditions which) {
        if (source.listsDays(query)) {
            List<String> all =
                    query.from()
                            .datesUntil(query.to().plusDays(1))
                            .map(LocalDate::toString)
                            .toList();
            which.and(form.isAnyDay("d.day"), form.list(all));
        } else {
            which.and("d.day >= " + form.day(query.from()));
            which.and("d.day <= " + form.day(query.to()));
        }
    }

    private void whose(Conditions which) {
        if (source == DailySource.SUBJECTS
                && query.ids().isEmpty()
                && !query.by().contains(Part.SUBJECT)) {
            which.and("d.subject = ?", DailyRows.EVERYBODY);
            return;
        }
        switch (query.scope()) {
            case GLOBAL, TAG -> {}
            case TEAM_MEMBER -> which.and("d.team_id <> ''").and("d.user_id <> ''");
            case ORGANIZATION, TEAM, USER, KEY, CUSTOMER, PROVIDER, DEPLOYMENT ->
                    which.and(subject() + " <> ''");
        }
        if (source == DailySource.SUBJECTS) {
            which.and("d.subject <> ?", DailyRows.EVERYBODY);
        }
        if (!query.ids().isEmpty()) {
            List<String> ids = query.ids().stream().map(Texts::name).toList();
            which.and(form.isAnyOf(subject()), form.list(ids));
        }
    }

    private String subject() {
        if (source == DailySource.SUBJECTS || source == DailySource.SUBJECT_DAYS) {
            return "d.subject";
        }
        return switch (query.scope()) {
            case GLOBAL -> NOTHING;
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
        return query.by().contains(part) ? column : NOTHING;
    }

    static DailyFigure figure(Row row) {
        return new DailyFigure(
                LocalDate.parse(row.text("day")),
                row.text("subject"),
                row.text("key_hash"),
                row.text("model"),
                row.text("model_group"),
                row.text("provider"),
                row.text("call_type"),
                new Usd(row.number("spend")),
                row.number("prompt_tokens"),
                row.number("completion_tokens"),
                row.number("cache_read_tokens"),
                row.number("cache_write_tokens"),
                row.number("successful"),
                row.number("failed"));
    }
}
