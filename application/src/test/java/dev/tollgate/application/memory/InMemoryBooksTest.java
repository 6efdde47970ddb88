package dev.tollgate.application.memory;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;
import static dev.tollgate.application.testkit.contract.EntryDraft.usd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.testkit.contract.AccountsContract;
import dev.tollgate.application.testkit.contract.BooksUnderTest;
import dev.tollgate.application.testkit.contract.DailyFiguresContract;
import dev.tollgate.application.testkit.contract.EscrowRaceContract;
import dev.tollgate.application.testkit.contract.LedgerContract;
import dev.tollgate.application.testkit.contract.SpendRecordsContract;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

class InMemoryBooksTest
        implements AccountsContract,
                LedgerContract,
                SpendRecordsContract,
                DailyFiguresContract,
                EscrowRaceContract {
    private final InMemoryBooksUnderTest books = new InMemoryBooksUnderTest();

    @Override
    public BooksUnderTest books() {
        return books;
    }

    @Override
    public int steps() {
        return 400;
    }

    @Override
    public List<Long> seeds() {
        return LongStream.range(0, 50).boxed().toList();
    }

    @Test
    void totals_stay_exact_when_entries_are_forgotten() {
        InMemoryBooks small = new InMemoryBooks(() -> NOON, new Random(1), 3);
        InMemoryLedger ledger = new InMemoryLedger(small);
        InMemorySpendRecords records = new InMemorySpendRecords(small);
        for (int i = 0; i < 10; i++) {
            assertThat(ledger.post(List.of(anEntry().costing("1").build()))).isEmpty();
        }

        assertThat(small.entries.all()).hasSize(3);
        assertThat(new InMemoryAccounts(small).spent(List.of(Subject.GATEWAY)))
                .isEqualTo(Map.of(Subject.GATEWAY, usd("10")));
        assertThat(
                        records.daily(
                                new DailyQuery(
                                        TODAY,
                                        TODAY,
                                        Scope.GLOBAL,
                                        Set.of(),
                                        Set.of(),
                                        "",
                                        false,
                                        Set.of(),
                                        1_000)))
                .singleElement()
                .satisfies(day -> assertThat(day.successful()).isEqualTo(10));
    }
}
