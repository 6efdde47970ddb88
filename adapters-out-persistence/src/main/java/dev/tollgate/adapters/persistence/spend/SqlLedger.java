package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.domain.ledger.Bookings;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;

import io.helidon.dbclient.DbClientException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// The ledger in a database.
final class SqlLedger implements Ledger, LedgerRetention {
    private final Database database;
    private final Posting posting;
    private final LedgerDays days;
    private final SqlForm form;

    SqlLedger(Database database, SpendTables tables, LedgerDays days) {
        this.database = database;
        this.posting =
                new Posting(tables.ledger(), tables.accounts(), tables.daily(), tables.booked());
        this.days = days;
        this.form = tables.form();
    }

    @Override
    public List<UUID> post(List<LedgerEntry> entries) {
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "at most %d entries are posted at once: %d"
                            .formatted(MOST_ENTRIES, entries.size()));
        }
        List<UUID> setAside = new ArrayList<>();
        List<LedgerEntry> taken = taken(once(entries));
        post(taken, setAside);
        return setAside;
    }

    /// One entry for each id, the true one if there is a provisional one as well.
    private static List<LedgerEntry> once(List<LedgerEntry> entries) {
        Map<UUID, LedgerEntry> once = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            once.merge(entry.id(), entry, SqlLedger::truer);
        }
        return List.copyOf(once.values());
    }

    private static LedgerEntry truer(LedgerEntry first, LedgerEntry second) {
        return Bookings.isProvisional(first.outcome().status()) ? second : first;
    }

    /// Those of days that were not dropped.
    private List<LedgerEntry> taken(List<LedgerEntry> entries) {
        List<LedgerEntry> taken =
                entries.stream().filter(entry -> days.open(day(entry.id()))).toList();
        if (taken.size() < entries.size()) {
            days.ignored(entries.size() - taken.size());
        }
        return taken;
    }

    private static LocalDate day(UUID id) {
        return LocalDate.ofInstant(EntryIds.timeOf(id), ZoneOffset.UTC);
    }

    private void post(List<LedgerEntry> entries, List<UUID> setAside) {
        if (entries.isEmpty()) {
            return;
        }
        Map<Boolean, List<LedgerEntry>> fit =
                entries.stream().collect(Collectors.partitioningBy(LedgerRows::isStorable));
        try {
            store(fit.getOrDefault(true, List.of()), fit.getOrDefault(false, List.of()), setAside);
        } catch (DbClientException e) {
            if (!Refusals.isRefusal(e)) {
                throw e;
            }
            days.forget();
            List<LedgerEntry> left = taken(entries);
            if (left.size() < entries.size()) {
                post(left, setAside);
            } else {
                narrow(entries, setAside);
            }
        }
    }

    /// One of them spoils the batch: smaller and smaller ones find out which.
    private void narrow(List<LedgerEntry> entries, List<UUID> setAside) {
        if (entries.size() == 1) {
            store(List.of(), entries, setAside);
        } else {
            int half = entries.size() / 2;
            post(entries.subList(0, half), setAside);
            post(entries.subList(half, entries.size()), setAside);
        }
    }

    private void store(List<LedgerEntry> fit, List<LedgerEntry> unfit, List<UUID> setAside) {
        database.write(
                Database.PATIENTLY,
                sql -> {
                    form.durable(sql);
                    posting.post(sql, fit, unfit);
                    return fit;
                });
        unfit.forEach(entry -> setAside.add(entry.id()));
    }

    @Override
    public boolean forgetBefore(LocalDate day) {
        return days.dropBefore(day);
    }

    /// Makes sure there is room for an entry of that moment.
    void prepare(Instant time) {
        boolean _ = days.open(LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    /// Appends an entry as a part of a greater step.
    void append(Statements sql, LedgerEntry entry) {
        posting.post(sql, List.of(entry), List.of());
    }
}
