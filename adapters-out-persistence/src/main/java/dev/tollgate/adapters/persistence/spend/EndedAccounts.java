package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.EndedPeriods;
import dev.tollgate.domain.budget.BudgetAccount;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Forgets accounts of periods that ended long ago, a few at a time: it looks at all of them in the
/// order of their beginnings, and then from the first one again.
final class EndedAccounts implements EndedPeriods {
    private static final int SOME = 500;

    private final Database database;
    private final SqlForm form;
    private Place last = Place.FIRST;

    EndedAccounts(Database database, SqlForm form) {
        this.database = database;
        this.form = form;
    }

    /// @param start of the period, microseconds since 1970
    private record Place(long start, String name) {
        static final Place FIRST = new Place(Long.MIN_VALUE, "");
    }

    private record Found(Place place, String period) {
        static Found read(Row row) {
            return new Found(
                    new Place(row.number("period_start"), row.text("name")), row.text("period"));
        }

        boolean endedBefore(Instant moment) {
            Instant start = Instant.EPOCH.plus(place.start, ChronoUnit.MICROS);
            return BudgetAccount.isOver(period, start, moment);
        }
    }

    @Override
    public synchronized boolean forgetEndedBefore(LocalDate day) {
        Instant moment = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Found> some =
                database.write(
                        Database.PATIENTLY,
                        sql -> {
                            List<Found> found = begunBefore(sql, moment);
                            forget(
                                    sql,
                                    found.stream()
                                            .filter(each -> each.endedBefore(moment))
                                            .map(each -> each.place.name)
                                            .toList());
                            return found;
                        });
        boolean more = some.size() == SOME;
        last = more ? some.getLast().place : Place.FIRST;
        return more;
    }

    private List<Found> begunBefore(Statements sql, Instant moment) {
        String time = form.parameter(Column.Type.TIME);
        boolean first = last.equals(Place.FIRST);
        String behind = first ? "" : " AND (period_start, name) > (%s, ?)".formatted(time);
        String statement =
                "SELECT name, period, %s FROM tollgate.account WHERE period <> '' AND period_start < %s%s"
                        .formatted(
                                form.read(new Column("period_start", Column.Type.TIME)),
                                time,
                                behind);
        List<Object> arguments = new ArrayList<>(List.of(LedgerRow.micros(moment)));
        if (!first) {
            arguments.add(last.start);
            arguments.add(last.name);
        }
        String order = " ORDER BY account.period_start, name LIMIT " + SOME;
        return sql.query(statement + order, arguments, Found::read);
    }

    /// Locks them in the order of their names, as everybody does.
    private void forget(Statements sql, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        String free =
                "SELECT name FROM tollgate.account WHERE %s AND NOT EXISTS (SELECT 1 FROM"
                    + " tollgate.lease WHERE account = name AND amount > 0) AND NOT EXISTS (SELECT"
                    + " 1 FROM tollgate.unreconciled u WHERE u.account = name) ORDER BY name%s";
        List<String> ended =
                sql.query(
                        free.formatted(form.isAnyOf("name"), form.locking()),
                        List.of(form.list(names)),
                        row -> row.text("name"));
        String delete = "DELETE FROM tollgate.%s WHERE %s";
        long _ =
                sql.update(
                        delete.formatted("lease", form.isAnyOf("account")),
                        List.of(form.list(ended)));
        long _ =
                sql.update(
                        delete.formatted("account", form.isAnyOf("name")),
                        List.of(form.list(ended)));
    }
}
