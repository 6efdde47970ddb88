package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Row;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A partition for each day, made when its first entry is about to come, the next one's with it.
final class PostgresDays implements LedgerDays {
    private static final String PARTITION = "ledger_";
    private static final int MOST_KNOWN = 1_000;

    /// Names that [#MAKE] gives, and no others: they become a part of a statement.
    private static final String PARTITIONS =
            "SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                    + " WHERE i.inhparent = CAST('tollgate.ledger' AS regclass)"
                    + " AND c.relname ~ '^ledger_[0-9]{8}$' AND c.relname < ?"
                    + " ORDER BY c.relname LIMIT 2";

    private static final String MAKE =
            "SELECT 1 AS made FROM (SELECT tollgate.ledger_day(CAST(? AS date))) made";

    /// Who drops waits behind who reads, and everybody else behind both: not for long.
    private static final String SHORT_LOCK =
            "SELECT set_config('lock_timeout', '500', true) AS timeout";

    private final Database database;
    private final Map<LocalDate, Boolean> known = new ConcurrentHashMap<>();

    PostgresDays(Database database) {
        this.database = database;
    }

    @Override
    public boolean open(LocalDate day) {
        Boolean open = known.get(day);
        if (open == null) {
            open = make(day);
            known.put(day, open);
        }
        return open;
    }

    private boolean make(LocalDate day) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        return database.write(
                Database.PATIENTLY,
                sql -> {
                    boolean open = !day.isBefore(LedgerHorizon.read(sql));
                    if (open) {
                        for (LocalDate each : List.of(day, day.plusDays(1))) {
                            List<Row> _ = sql.query(MAKE, List.of(each.toString()), row -> row);
                        }
                    }
                    return open;
                });
    }

    @Override
    public void ignored(int entries) {
        long _ =
                database.write(
                        Database.PATIENTLY,
                        sql -> sql.update(LedgerHorizon.COUNT_IGNORED, List.of(entries)));
    }

    @Override
    public boolean dropBefore(LocalDate day) {
        known.clear();
        return database.write(
                Database.PATIENTLY,
                sql -> {
                    LedgerHorizon.move(sql, day);
                    List<Row> _ = sql.query(SHORT_LOCK, List.of(), row -> row);
                    String before = PARTITION + day.format(DateTimeFormatter.BASIC_ISO_DATE);
                    List<String> old =
                            sql.query(PARTITIONS, List.of(before), row -> row.text("name"));
                    old.stream()
                            .limit(1)
                            .forEach(
                                    name -> {
                                        long _ =
                                                sql.update(
                                                        "DROP TABLE tollgate." + name, List.of());
                                    });
                    return old.size() > 1;
                });
    }

    @Override
    public void forget() {
        known.clear();
    }
}
