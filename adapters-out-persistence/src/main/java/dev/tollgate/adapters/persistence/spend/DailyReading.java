package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Work;
import dev.tollgate.application.port.out.SpendRecords.DailyFigure;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.domain.money.Usd;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// Reads figures of days. Where there are very many rows to go through, two halves of them are read
/// at the same time; where somebody else has that done already, one after the other as everything
/// is: reports leave connections to those who call models.
final class DailyReading {
    /// Keys are SHA-256 in hex, or empty.
    private static final String LOWER = "d.key_hash < '8'";

    private static final String UPPER = "d.key_hash >= '8'";

    private final Database database;
    private final SqlForm form;
    private final Semaphore dividing = new Semaphore(1);

    DailyReading(Database database, SqlForm form) {
        this.database = database;
        this.form = form;
    }

    List<DailyFigure> of(DailyQuery query) {
        DailyQuery asked = DailySelection.begun(query);
        if (asked.dearest().most() == 0) {
            return figures(asked);
        }
        Set<String> names = dearest(asked.ranking());
        return names.isEmpty() ? List.of() : figures(asked.among(names));
    }

    private record Spender(String name, Usd spend) {}

    private Set<String> dearest(DailyQuery ranking) {
        List<Spender> all =
                DailySource.of(ranking).ranksKeys(ranking)
                        ? either(
                                spenders(new DailySelection(ranking, form)),
                                spenders(new DailySelection(ranking, form, LOWER)),
                                spenders(new DailySelection(ranking, form, UPPER)))
                        : database.read(
                                Database.PATIENTLY, spenders(new DailySelection(ranking, form)));
        return all.stream()
                .sorted(Comparator.comparing(Spender::spend).reversed())
                .limit(ranking.most())
                .map(Spender::name)
                .collect(Collectors.toSet());
    }

    private static Work<List<Spender>> spenders(DailySelection selection) {
        return sql ->
                sql.query(
                        selection.dearest(),
                        selection.dearestArguments(),
                        row -> new Spender(row.text("name"), new Usd(row.number("spend"))));
    }

    private List<DailyFigure> figures(DailyQuery query) {
        if (!DailySource.of(query).dividesDays(query)) {
            return database.read(Database.PATIENTLY, read(query));
        }
        LocalDate middle = query.from().plusDays(query.days() / 2);
        DailyQuery early = query.between(query.from(), middle.minusDays(1));
        DailyQuery late = query.between(middle, query.to());
        List<DailyFigure> both = either(read(query), read(early), read(late));
        if (both.size() <= query.most()) {
            return both;
        }
        Set<DailyFigure> most =
                both.stream()
                        .sorted(Comparator.comparing(DailyFigure::spend).reversed())
                        .limit(query.most())
                        .collect(Collectors.toSet());
        return both.stream().filter(most::contains).toList();
    }

    private Work<List<DailyFigure>> read(DailyQuery query) {
        DailySelection selection = new DailySelection(query, form);
        return sql ->
                sql.query(selection.statement(), selection.arguments(), DailySelection::figure);
    }

    /// All of it, or what is found in its halves.
    private <T> List<T> either(Work<List<T>> all, Work<List<T>> one, Work<List<T>> other) {
        if (!dividing.tryAcquire()) {
            return database.read(Database.PATIENTLY, all);
        }
        try {
            return database.readAtOnce(Database.PATIENTLY, List.of(one, other)).stream()
                    .flatMap(List::stream)
                    .toList();
        } finally {
            dividing.release();
        }
    }
}
