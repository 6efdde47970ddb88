package dev.tollgate.application.testkit;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Builds a ledger entry: `anEntry(7).of("c1").costing(1_000).build()`. Without more, it is the
/// successful only attempt of a call by the key `key`, and is in no account.
public final class EntryFixture {
    private final UUID id;
    private UUID call;
    private int attempt = 1;
    private Instant startedAt = Instant.parse("2026-01-01T00:00:00Z");
    private Optional<Usd> cost = Optional.of(new Usd(1_000));
    private Outcome outcome = Outcome.SUCCESS;
    private String key = "key";
    private String message = "";
    private final List<BudgetAccount> accounts = new ArrayList<>();

    private EntryFixture(long number) {
        id = numbered(number);
        call = id;
    }

    /// @param number of which the entry's id is made
    public static EntryFixture anEntry(long number) {
        return new EntryFixture(number);
    }

    /// An id that looks like the gateway's own.
    public static UUID numbered(long number) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    /// @param number of which the call's id is made
    public EntryFixture ofCall(long number) {
        call = numbered(number);
        return this;
    }

    public EntryFixture attempt(int place) {
        attempt = place;
        return this;
    }

    public EntryFixture at(Instant its) {
        startedAt = its;
        return this;
    }

    /// @param nanos nano-dollars
    public EntryFixture costing(long nanos) {
        cost = Optional.of(new Usd(nanos));
        return this;
    }

    public EntryFixture unpriced() {
        cost = Optional.empty();
        return this;
    }

    public EntryFixture by(String keyId) {
        key = keyId;
        return this;
    }

    public EntryFixture ending(LedgerEntry.Status status, String error) {
        outcome = new Outcome(status, error, message);
        return this;
    }

    public EntryFixture saying(String text) {
        message = text;
        outcome = new Outcome(outcome.status(), outcome.error(), text);
        return this;
    }

    /// Adds the account that never resets.
    public EntryFixture in(Scope scope, String subject) {
        accounts.add(new BudgetAccount(Subject.of(scope, subject), "", Instant.EPOCH));
        return this;
    }

    public EntryFixture in(BudgetAccount account) {
        accounts.add(account);
        return this;
    }

    public LedgerEntry build() {
        return new LedgerEntry(
                id,
                "instance",
                new CallFacts(
                        call, call.toString(), "acompletion", "fast", "", "", List.of(), false),
                attempt,
                true,
                new Payer(key, "", "", "", "", "", "", ""),
                new Target("east", "fast", "openai", "gpt-4o", "", ""),
                startedAt,
                Duration.ofMillis(250),
                Duration.ZERO,
                Usage.of(10, 20),
                cost,
                cost,
                outcome,
                accounts);
    }
}
