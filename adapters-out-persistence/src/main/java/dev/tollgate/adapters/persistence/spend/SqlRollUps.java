package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.RollUps;

import java.time.LocalDate;
import java.util.List;

/// Mends them where several processes write. SQLite's file has one, whose version the tables are
/// of.
final class SqlRollUps implements RollUps {
    private static final String MEND = "SELECT tollgate.mend_days(CAST(? AS date)) AS days";

    private final Database database;

    SqlRollUps(Database database) {
        this.database = database;
    }

    @Override
    public int mendSince(LocalDate day) {
        return switch (database.dialect()) {
            case POSTGRESQL ->
                    database.write(
                            Database.PATIENTLY,
                            sql ->
                                    sql.query(
                                                    MEND,
                                                    List.of(day.toString()),
                                                    row -> (int) row.number("days"))
                                            .getFirst());
            case SQLITE -> 0;
        };
    }
}
