package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.adapters.persistence.spend.Column.text;
import static dev.tollgate.adapters.persistence.spend.Column.whole;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.ledger.DailyLine;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables `daily` and `daily_total`.
final class DailyRows {
    private static final List<Column> FIGURES =
            List.of(
                    Column.money("spend"),
                    whole("prompt_tokens"),
                    whole("completion_tokens"),
                    whole("cache_read_tokens"),
                    whole("cache_write_tokens"),
                    whole("successful"),
                    whole("failed"));
    private static final List<Column> DAILY =
            with(
                    new Column("day", Column.Type.DAY),
                    text("line"),
                    text("tag"),
                    text("key_id"),
                    text("key_hash"),
                    text("user_id"),
                    text("team_id"),
                    text("organization_id"),
                    text("customer"),
                    text("deployment"),
                    text("model"),
                    text("model_group"),
                    text("provider"));
    private static final List<Column> TOTAL =
            with(
                    new Column("day", Column.Type.DAY),
                    text("line"),
                    text("model"),
                    text("model_group"),
                    text("provider"));

    private final SqlForm form;

    DailyRows(SqlForm form) {
        this.form = form;
    }

    private static List<Column> with(Column... columns) {
        return Stream.concat(Stream.of(columns), FIGURES.stream()).toList();
    }

    /// Figures that entries change.
    static final class Changes {
        private final Map<DailyLine, Figures> lines = new HashMap<>();

        void add(LedgerEntry entry) {
            count(entry, Figures.of(entry));
        }

        void remove(LedgerEntry entry) {
            count(entry, Figures.of(entry).negated());
        }

        private void count(LedgerEntry entry, Figures figures) {
            DailyLine.of(entry).forEach(line -> lines.merge(line, figures, Figures::plus));
        }
    }

    /// Adds to the figures, rows in the order of their keys.
    void add(Statements sql, Changes changes) {
        SortedMap<String, @Nullable Object[]> daily = new TreeMap<>();
        Map<List<String>, Figures> totals = new HashMap<>();
        changes.lines.forEach(
                (line, figures) -> {
                    List<String> texts = texts(line);
                    daily.put(line.day() + digest(texts), row(line, texts, figures));
                    if (line.tag().isEmpty()) {
                        totals.merge(total(line), figures, Figures::plus);
                    }
                });
        SortedMap<String, @Nullable Object[]> total = new TreeMap<>();
        totals.forEach((texts, figures) -> total.put(String.join("|", texts), row(texts, figures)));
        write(sql, "daily", DAILY, daily);
        write(sql, "daily_total", TOTAL, total);
    }

    private static List<String> texts(DailyLine line) {
        return Stream.of(
                        line.tag(),
                        line.keyId(),
                        line.keyHash(),
                        line.user(),
                        line.team(),
                        line.organization(),
                        line.customer(),
                        line.deployment(),
                        line.model(),
                        line.group(),
                        line.provider())
                .map(Texts::name)
                .toList();
    }

    private static List<String> total(DailyLine line) {
        List<String> texts =
                Stream.of(line.model(), line.group(), line.provider()).map(Texts::name).toList();
        List<String> key = new ArrayList<>(List.of(line.day().toString(), digest(texts)));
        key.addAll(texts);
        return key;
    }

    private static String digest(List<String> texts) {
        return Texts.digest(Texts.list(texts));
    }

    private static @Nullable Object[] row(DailyLine line, List<String> texts, Figures figures) {
        List<String> key = new ArrayList<>(List.of(line.day().toString(), digest(texts)));
        key.addAll(texts);
        return row(key, figures);
    }

    private static @Nullable Object[] row(List<String> texts, Figures figures) {
        List<@Nullable Object> row = new ArrayList<>(texts);
        Collections.addAll(
                row,
                figures.spend().nanos(),
                figures.promptTokens(),
                figures.completionTokens(),
                figures.cacheReadTokens(),
                figures.cacheWriteTokens(),
                figures.successful(),
                figures.failed());
        return row.toArray();
    }

    private void write(
            Statements sql,
            String table,
            List<Column> columns,
            SortedMap<String, @Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            form.write(
                    sql,
                    table,
                    columns,
                    List.copyOf(rows.values()),
                    "ON CONFLICT (day, line) DO UPDATE SET " + added(table));
        }
    }

    private static String added(String table) {
        return FIGURES.stream()
                .map(Column::name)
                .map(name -> "%s = %s.%s + excluded.%s".formatted(name, table, name, name))
                .collect(Collectors.joining(", "));
    }
}
