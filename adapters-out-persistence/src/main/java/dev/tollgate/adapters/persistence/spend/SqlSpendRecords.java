package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Slice;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.application.port.out.SpendRecords.EntrySort;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Reads the ledger and the figures of days.
final class SqlSpendRecords implements SpendRecords {
    /// Of the calls of one page.
    private static final int MOST_ATTEMPTS = 10_000;

    private final Database database;
    private final SqlForm form;
    private final DeepPage.Depth deep;
    private final DailyReading figures;

    SqlSpendRecords(Database database, SqlForm form, DeepPage.Depth deep) {
        this.database = database;
        this.form = form;
        this.deep = deep;
        this.figures = new DailyReading(database, form);
    }

    @Override
    public EntryPage entries(EntryQuery query) {
        if (!EntryConditions.canHold(query)) {
            return new EntryPage(List.of(), 0);
        }
        Conditions where = EntryConditions.of(query, form);
        return database.read(
                Database.PATIENTLY,
                sql -> query.offset() == 0 ? first(sql, query, where) : later(sql, query, where));
    }

    /// Where the first page has room left, it is all there is.
    private EntryPage first(Statements sql, EntryQuery query, Conditions where) {
        List<LedgerEntry> entries = page(sql, query, where, Slice.first(query.limit()));
        return new EntryPage(
                entries, entries.size() < query.limit() ? entries.size() : count(sql, where));
    }

    private EntryPage later(Statements sql, EntryQuery query, Conditions where) {
        long total = count(sql, where);
        Slice slice = Slice.of(query.offset(), query.limit(), total);
        if (slice.limit() == 0) {
            return new EntryPage(List.of(), total);
        }
        EntryOrder order = EntryOrder.of(query, form);
        if (query.sort() == EntrySort.STARTED_AT || !order.byValueAlone()) {
            return new EntryPage(page(sql, query, where, slice), total);
        }
        EntryOrder walked = slice.fromEnd() ? order.opposite() : order;
        DeepPage.Place place = new DeepPage(deep, sql, form, where, walked).of(slice, total);
        Slice near = new Slice(slice.fromEnd(), place.offset(), slice.limit());
        return new EntryPage(page(sql, query, place.where(), near), total);
    }

    private static long count(Statements sql, Conditions where) {
        return sql.query(
                        "SELECT count(*) AS entries FROM tollgate.ledger" + where.text(),
                        where.arguments(),
                        row -> row.number("entries"))
                .getFirst();
    }

    /// Rows are wide: which ones make the page is found out without them.
    private List<LedgerEntry> page(
            Statements sql, EntryQuery query, Conditions where, Slice slice) {
        EntryOrder order = EntryOrder.of(query, form);
        EntryOrder walked = slice.fromEnd() ? order.opposite() : order;
        String statement =
                "SELECT %s FROM tollgate.ledger l JOIN (SELECT id AS page_id FROM tollgate.ledger%s ORDER BY %s LIMIT ? OFFSET ?) p ON l.id = p.page_id ORDER BY %s"
                        .formatted(
                                form.readAll(LedgerRow.COLUMNS),
                                where.text(),
                                walked.text(),
                                order.text());
        List<Object> arguments = new ArrayList<>(where.arguments());
        arguments.add(slice.limit());
        arguments.add(slice.offset());
        List<LedgerEntry> found = sql.query(statement, arguments, LedgerRow::read);
        return query.calls() ? wholeCalls(sql, found) : found;
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

    @Override
    public List<DailyFigure> daily(DailyQuery query) {
        return figures.of(query);
    }

    @Override
    public List<FailureCount> failures(FailureQuery query) {
        return database.read(Database.PATIENTLY, sql -> FailureRows.read(sql, form, query));
    }
}
