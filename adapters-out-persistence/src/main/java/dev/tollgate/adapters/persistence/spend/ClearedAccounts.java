package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.spend.AccountRows.Kept;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.AccountEntries;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Sets to nothing what accounts have settled, some at a time, in the order of their names.
final class ClearedAccounts {
    /// Most accounts of one transaction.
    private static final int SOME = 500;

    private final Database database;
    private final AccountRows accounts;
    private final LedgerRows rows;
    private final SqlLedger ledger;
    private final RandomGenerator chance;

    ClearedAccounts(
            Database database, SpendTables tables, SqlLedger ledger, RandomGenerator chance) {
        this.database = database;
        this.accounts = tables.accounts();
        this.rows = tables.ledger();
        this.ledger = ledger;
        this.chance = chance;
    }

    /// @param found how many accounts were looked at
    /// @param last the name of the last one
    private record Part(int found, int cleared, String last) {}

    int clear(Scope scope, Instant at, String by) {
        ledger.prepare(at);
        int cleared = 0;
        Part part = new Part(SOME, 0, "");
        while (part.found == SOME) {
            String last = part.last;
            part = database.write(Database.PATIENTLY, sql -> clear(sql, scope, last, at, by));
            cleared += part.cleared;
        }
        return cleared;
    }

    private Part clear(Statements sql, Scope scope, String behind, Instant at, String by) {
        List<Kept> found = accounts.settledOf(sql, scope, behind, SOME);
        List<Kept> running = found.stream().filter(each -> !isOver(each.account(), at)).toList();
        rows.append(sql, running.stream().map(each -> entry(each, at, by)).toList());
        SortedMap<String, Long> changes = new TreeMap<>();
        running.forEach(each -> changes.put(each.key(), -each.nanos()));
        accounts.add(sql, changes);
        return new Part(
                found.size(), running.size(), found.isEmpty() ? behind : found.getLast().key());
    }

    private static boolean isOver(BudgetAccount account, Instant at) {
        return BudgetAccount.isOver(account.window(), account.periodStart(), at);
    }

    private LedgerEntry entry(Kept kept, Instant at, String by) {
        Usd difference = new Usd(-kept.nanos());
        return AccountEntries.adjustment(
                EntryIds.at(at, chance), kept.account(), at, difference, by);
    }
}
