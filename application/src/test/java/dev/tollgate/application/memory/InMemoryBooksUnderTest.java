package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.EndedPeriods;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.application.testkit.contract.BooksUnderTest;
import dev.tollgate.application.testkit.contract.EntryDraft;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// Books in memory on a clock that is set by hand; for the tests of every module.
public final class InMemoryBooksUnderTest implements BooksUnderTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(EntryDraft.NOON);
    private final InMemoryBooks books = new InMemoryBooks(now::get, new Random(1));
    private final Accounts accounts = new InMemoryAccounts(books);
    private final InMemoryLedger ledger = new InMemoryLedger(books);
    private final SpendRecords records = new InMemorySpendRecords(books);

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public LedgerRetention retention() {
        return ledger;
    }

    @Override
    public EndedPeriods periods() {
        return new InMemoryEndedPeriods(books);
    }

    @Override
    public SpendRecords records() {
        return records;
    }

    @Override
    public void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
