package dev.tollgate.application.testkit.contract;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.EndedPeriods;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.application.port.out.SpendRecords;

import java.time.Duration;

/// One store's accounts, ledger and records, empty at the beginning of a test.
public interface BooksUnderTest {
    Accounts accounts();

    Ledger ledger();

    LedgerRetention retention();

    SpendRecords records();

    EndedPeriods periods();

    /// So much time passes, during which nobody is heard of.
    void pass(Duration time);
}
