package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Reads the ledger and the figures of days.
final class SqlSpendRecords implements SpendRecords {
    /// Of the calls of one page.
    private static final int MOST_ATTEMPTS = 10_000;

    private final Database database;
    private final SqlForm form;

    SqlSpendRecords(Database database, SqlForm form) {
        this.database = database;
        this.form = form;
    }

    @Override
    public EntryPage entries(EntryQuery query) {
        if (!EntryConditions.canHold(query)) {
            return new EntryPage(List.of(), 0);
        }
        Conditions where = EntryConditions.of(query, form);
        String table = "tollgate.ledger";
        String count = "SELECT count(*) AS entries FROM %s%s".formatted(table, where.text());
        // Rows are wide: which ones make the page is found out without them.
        String page =
                "SELECT %s FROM tollgate.ledger l JOIN (SELECT id AS page_id FROM %s%s ORDER BY %s LIMIT ? OFFSET ?) p"
                                .formatted(
                                        form.readAll(LedgerRow.COLUMNS),
                                        table,
                                        where.text(),
                                        order(query))
                        + " ON l.id = p.page_id ORDER BY "
                        + order(query);
        List<Object> arguments = new ArrayList<>(where.arguments());
        arguments.add(query.limit());
        arguments.add(query.offset());
        return database.read(
                Database.PATIENTLY,
                sql -> {
                    List<LedgerEntry> found = sql.query(page, arguments, LedgerRow::read);
                    List<LedgerEntry> entries = query.calls() ? wholeCalls(sql, found) : found;
                    boolean whole = query.offset() == 0 && entries.size() < query.limit();
                    long total =
                            whole
                                    ? entries.size()
                                    : sql.query(
                                                    count,
                                                    where.arguments(),
                                                    row -> row.number("entries"))
                                            .getFirst();
                    return new EntryPage(entries, total);
                });
    }

    /// Adds to calls what their other attempts cost and used.
    private List<LedgerEntry> wholeCalls(Statements sql, List<LedgerEntry> last) {
        List<String> ids = last.stream().map(entry -> entry.call().id().toString()).toList();
        String statement =
                "SELECT %s FROM tollgate.ledger WHERE %s AND NOT %s ORDER BY id LIMIT ?"
                        .formatted(
                                form.readAll(LedgerRow.COLUMNS),
                                form.isAnyId("call_id"),
                                form.isYes("is_last"));
        Map<UUID, List<LedgerEntry>> others =
                sql
                        .query(statement, List.of(form.list(ids), MOST_ATTEMPTS), LedgerRow::read)
                        .stream()
                        .collect(Collectors.groupingBy(entry -> entry.call().id()));
        return last.stream().map(entry -> whole(entry, others)).toList();
    }

    private static LedgerEntry whole(LedgerEntry last, Map<UUID, List<LedgerEntry>> others) {
        return others.getOrDefault(last.call().id(), List.of()).stream()
                .reduce(last, (sum, each) -> sum.plus(each.charged(), each.usage()));
    }

    private String order(EntryQuery query) {
        String by =
                switch (query.sort()) {
                    case STARTED_AT -> "started_at";
                    case ENDED_AT -> form.ended();
                    case SPEND -> "coalesce(cost, 0)";
                    case TOTAL_TOKENS -> "input_tokens + output_tokens";
                    case DURATION -> "duration_nanos";
                    case MODEL -> form.sorted("model");
                    case FIRST_TOKEN -> "first_token_nanos";
                };
        String direction = query.descending() ? "DESC" : "ASC";
        String unknown = query.sort() == EntrySort.FIRST_TOKEN ? "first_token_nanos = 0, " : "";
        return "%s%s %s, id %s".formatted(unknown, by, direction, direction);
    }

    @Override
    public List<DailyFigure> daily(DailyQuery query) {
        DailySelection selection = new DailySelection(query, form);
        return database.read(
                Database.PATIENTLY,
                sql ->
                        selection.beginsWithKeys()
                                ? ofDearestKeys(sql, query, selection)
                                : figures(sql, selection));
    }

    private List<DailyFigure> ofDearestKeys(
            Statements sql, DailyQuery query, DailySelection selection) {
        List<String> keys =
                sql.query(
                        selection.dearestKeys(),
                        selection.dearestArguments(),
                        row -> row.text("key_hash"));
        return keys.isEmpty()
                ? List.of()
                : figures(sql, new DailySelection(query.ofKeys(Set.copyOf(keys)), form));
    }

    private static List<DailyFigure> figures(Statements sql, DailySelection selection) {
        return sql.query(selection.statement(), selection.arguments(), DailySelection::figure);
    }

    @Override
    public List<FailureCount> failures(FailureQuery query) {
        return database.read(Database.PATIENTLY, sql -> FailureRows.read(sql, form, query));
    }
}
