package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.adapters.persistence.spend.Column.text;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.DailyLine;
import dev.tollgate.domain.ledger.FailureLine;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The figures of days: `daily`, told apart by everything, and the sums over it that reports read,
/// `daily_total`, `daily_by_subject`, `daily_of_subject` and `daily_by_key`; and how often what
/// went wrong, `daily_failure`. All are written together.
final class DailyRows {
    /// The subject of the row that has everybody of its scope together.
    static final String EVERYBODY = "";

    private static final Column DAY = new Column("day", Column.Type.DAY);

    /// A digest of the columns behind it, which together may be longer than an index takes.
    private static final Column LINE = text("line");

    private static final Column LINE_ID = new Column("line", Column.Type.UUID);

    private static final FigureTable LINES =
            FigureTable.of(
                    "daily",
                    2,
                    DAY,
                    LINE,
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
                    text("provider"),
                    text("call_type"));
    private static final FigureTable TOTALS =
            FigureTable.of(
                    "daily_total",
                    2,
                    DAY,
                    LINE,
                    text("model"),
                    text("model_group"),
                    text("provider"),
                    text("call_type"));
    private static final FigureTable SUBJECTS =
            FigureTable.of(
                    "daily_by_subject",
                    4,
                    text("scope"),
                    DAY,
                    text("subject"),
                    LINE_ID,
                    text("model"),
                    text("model_group"),
                    text("provider"),
                    text("call_type"));
    private static final FigureTable SUBJECT_DAYS =
            FigureTable.of("daily_of_subject", 3, text("scope"), DAY, text("subject"));
    private static final FigureTable KEYS =
            FigureTable.of(
                    "daily_by_key",
                    3,
                    DAY,
                    text("key_hash"),
                    LINE_ID,
                    text("user_id"),
                    text("team_id"),
                    text("organization_id"));

    private final SqlForm form;

    DailyRows(SqlForm form) {
        this.form = form;
    }

    /// Figures that entries change.
    static final class Changes {
        private final Map<DailyLine, Figures> lines = new HashMap<>();
        private final Map<FailureLine, Long> failures = new HashMap<>();

        void add(LedgerEntry entry) {
            count(entry, Figures.of(entry), 1);
        }

        void remove(LedgerEntry entry) {
            count(entry, Figures.of(entry).negated(), -1);
        }

        private void count(LedgerEntry entry, Figures figures, long change) {
            DailyLine.of(entry).forEach(line -> lines.merge(line, figures, Figures::plus));
            FailureLine.of(entry).ifPresent(line -> failures.merge(line, change, Long::sum));
        }
    }

    /// Adds to the figures: tables in this order, so that nobody waits in a circle.
    void add(Statements sql, Changes changes) {
        Sums sums = new Sums();
        changes.lines.forEach(sums::add);
        LINES.add(sql, form, sums.lines);
        TOTALS.add(sql, form, sums.totals);
        SUBJECTS.add(sql, form, sums.subjects);
        SUBJECT_DAYS.add(sql, form, sums.subjectDays);
        KEYS.add(sql, form, sums.keys);
        FailureRows.add(sql, form, changes.failures);
    }

    /// What changes in each table, summed up before it is written.
    private static final class Sums {
        private final Map<List<String>, Figures> lines = new HashMap<>();
        private final Map<List<String>, Figures> totals = new HashMap<>();
        private final Map<List<String>, Figures> subjects = new HashMap<>();
        private final Map<List<String>, Figures> subjectDays = new HashMap<>();
        private final Map<List<String>, Figures> keys = new HashMap<>();
        private final Map<List<String>, String> digests = new HashMap<>();

        void add(DailyLine line, Figures figures) {
            String day = line.day().toString();
            String tag = Texts.name(line.tag());
            String hash = Texts.name(line.keyHash());
            String user = Texts.name(line.user());
            String team = Texts.name(line.team());
            String organization = Texts.name(line.organization());
            String customer = Texts.name(line.customer());
            List<String> asked =
                    names(line.model(), line.group(), line.provider(), line.callType());
            List<String> all = new ArrayList<>(List.of(tag, Texts.name(line.keyId()), hash));
            all.addAll(List.of(user, team, organization, customer, Texts.name(line.deployment())));
            all.addAll(asked);
            lines.merge(row(all, day, digest(all)), figures, Figures::plus);
            if (tag.isEmpty()) {
                totals.merge(row(asked, day, digestOnce(asked)), figures, Figures::plus);
                List<String> owner = List.of(user, team, organization);
                keys.merge(row(owner, day, hash, digestOnce(owner)), figures, Figures::plus);
                subject(Scope.USER, day, user, asked, figures);
                subject(Scope.TEAM, day, team, asked, figures);
                subject(Scope.ORGANIZATION, day, organization, asked, figures);
                subject(Scope.CUSTOMER, day, customer, asked, figures);
            } else {
                subject(Scope.TAG, day, tag, asked, figures);
            }
        }

        private void subject(
                Scope scope, String day, String subject, List<String> asked, Figures figures) {
            if (!subject.isEmpty()) {
                subjectDays.merge(List.of(scope.name(), day, subject), figures, Figures::plus);
                String line = digestOnce(asked);
                for (String whose : List.of(subject, EVERYBODY)) {
                    subjects.merge(
                            row(asked, scope.name(), day, whose, line), figures, Figures::plus);
                }
            }
        }

        private static List<String> names(String... names) {
            List<String> kept = new ArrayList<>(names.length);
            for (String name : names) {
                kept.add(Texts.name(name));
            }
            return kept;
        }

        private static List<String> row(List<String> rest, String... key) {
            List<String> row = new ArrayList<>(key.length + rest.size());
            row.addAll(List.of(key));
            row.addAll(rest);
            return row;
        }

        private String digestOnce(List<String> texts) {
            return digests.computeIfAbsent(texts, Sums::digest);
        }

        private static String digest(List<String> texts) {
            return Texts.digest(Texts.list(texts));
        }
    }
}
