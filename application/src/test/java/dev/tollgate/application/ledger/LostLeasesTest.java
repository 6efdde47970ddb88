package dev.tollgate.application.ledger;

import static dev.tollgate.application.testkit.contract.EntryDraft.usd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Accounts.Balance;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.application.testkit.RecordingJournal;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Subject;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

class LostLeasesTest {
    private static final BudgetAccount GATEWAY = BudgetAccount.ever(Subject.GATEWAY);

    private Instant now = Instant.parse("2026-03-04T12:00:00Z");
    private final Accounts accounts =
            new InMemoryAccounts(new InMemoryBooks(() -> now, new Random(1)));
    private final RecordingJournal journal = new RecordingJournal();
    private final LostLeases lost = new LostLeases(accounts, journal, () -> now);

    private void leases(String instance) {
        Request request = new Request(GATEWAY, usd("10"), usd("3"), usd("3"));
        assertThat(accounts.lease(instance, List.of(request))).hasSize(1);
    }

    private Balance balance() {
        return accounts.balances(List.of(GATEWAY)).getFirst();
    }

    @Test
    void a_lease_is_free_as_soon_as_its_holders_journal_was_replayed() {
        leases("gone");
        leases("here");
        journal.replayed.add("gone");

        lost.tend();

        assertThat(balance()).isEqualTo(new Balance(GATEWAY, usd("0"), usd("3")));
    }

    @Test
    void a_lease_whose_holder_is_gone_for_good_is_spent_when_it_has_ended() {
        leases("gone");
        lost.tend();
        assertThat(balance()).isEqualTo(new Balance(GATEWAY, usd("0"), usd("3")));

        now = now.plus(Accounts.LEASE_LENGTH).plus(Duration.ofSeconds(1));
        lost.tend();

        assertThat(balance()).isEqualTo(new Balance(GATEWAY, usd("3"), usd("0")));
    }
}
