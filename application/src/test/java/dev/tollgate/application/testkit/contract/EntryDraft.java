package dev.tollgate.application.testkit.contract;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Builds ledger entries: `anEntry().of("key-1").costing("0.5").on(account).build()`. Each has an
/// id of its own, or one that is made of a number: entries of one number are equal.
public final class EntryDraft {
    public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private static final AtomicLong COUNT = new AtomicLong();

    private final Random chance = new Random(COUNT.incrementAndGet());
    private Optional<UUID> id = Optional.empty();
    private String instance = "one";
    private boolean last = true;
    private int attempt = 1;
    private CallFacts call =
            new CallFacts(newId(NOON), "", "acompletion", "chat", "", "", List.of(), false);
    private Payer payer = new Payer("key-1", "hash-1", "", "", "", "", "", "");
    private Target target = new Target("east", "chat", "openai", "gpt-4o", "http://east", "");
    private Instant startedAt = NOON;
    private Duration duration = Duration.ofMillis(250);
    private Duration firstToken = Duration.ZERO;
    private Usage usage = Usage.of(100, 10);
    private Optional<Usd> cost = Optional.of(usd("1"));
    private Outcome outcome = Outcome.SUCCESS;
    private List<BudgetAccount> accounts = List.of();

    private EntryDraft() {}

    public static EntryDraft anEntry() {
        return new EntryDraft();
    }

    /// @param number of which the ids of the entry and its call are made
    public static EntryDraft anEntry(long number) {
        EntryDraft draft = new EntryDraft();
        draft.id = Optional.of(numbered(number));
        return draft.ofCall(number);
    }

    /// An id that looks like the gateway's own.
    public static UUID numbered(long number) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    /// @param number of which the call's id is made
    public EntryDraft ofCall(long number) {
        call =
                new CallFacts(
                        numbered(number),
                        call.callerId(),
                        call.type(),
                        call.group(),
                        call.session(),
                        call.address(),
                        call.tags(),
                        call.streaming());
        return this;
    }

    public static Usd usd(String dollars) {
        return Usd.of(new BigDecimal(dollars));
    }

    private UUID newId(Instant time) {
        return EntryIds.at(time, chance);
    }

    /// With the id of another one.
    public EntryDraft replacing(LedgerEntry other) {
        id = Optional.of(other.id());
        return this;
    }

    public EntryDraft by(String its) {
        instance = its;
        return this;
    }

    /// Of the master key, on behalf of nobody.
    public EntryDraft ofNobody() {
        payer = new Payer("", "", "", "", "", "", "", "");
        return this;
    }

    public EntryDraft of(String keyId) {
        return of(new Payer(keyId, "hash-of-" + keyId, "", "", "", "", "", ""));
    }

    public EntryDraft of(Payer its) {
        payer = its;
        return this;
    }

    public EntryDraft user(String user) {
        return of(
                new Payer(
                        payer.keyId(),
                        payer.keyHash(),
                        payer.keyAlias(),
                        user,
                        payer.team(),
                        payer.teamAlias(),
                        payer.organization(),
                        payer.customer()));
    }

    public EntryDraft team(String team) {
        return of(
                new Payer(
                        payer.keyId(),
                        payer.keyHash(),
                        payer.keyAlias(),
                        payer.user(),
                        team,
                        payer.teamAlias(),
                        payer.organization(),
                        payer.customer()));
    }

    public EntryDraft tagged(String... tags) {
        call =
                new CallFacts(
                        call.id(),
                        call.callerId(),
                        call.type(),
                        call.group(),
                        call.session(),
                        call.address(),
                        List.of(tags),
                        call.streaming());
        return this;
    }

    /// @param type `acompletion`, `aembedding`, …
    public EntryDraft typed(String type) {
        call =
                new CallFacts(
                        call.id(),
                        call.callerId(),
                        type,
                        call.group(),
                        call.session(),
                        call.address(),
                        call.tags(),
                        call.streaming());
        return this;
    }

    public EntryDraft called(CallFacts its) {
        call = its;
        return this;
    }

    public EntryDraft at(Target its) {
        target = its;
        return this;
    }

    public EntryDraft model(String model) {
        return at(new Target("east", "chat", "openai", model, "http://east", ""));
    }

    /// The call went on to another attempt.
    public EntryDraft followed() {
        last = false;
        return this;
    }

    public EntryDraft startedAt(Instant its) {
        startedAt = its;
        return this;
    }

    public EntryDraft taking(Duration its) {
        duration = its;
        return this;
    }

    /// @param millis until the first content; 0: unknown
    public EntryDraft firstToken(int millis) {
        firstToken = Duration.ofMillis(millis);
        return this;
    }

    public EntryDraft using(Usage its) {
        usage = its;
        return this;
    }

    public EntryDraft costing(String dollars) {
        return costing(usd(dollars));
    }

    /// @param nanos nano-dollars
    public EntryDraft costing(long nanos) {
        return costing(new Usd(nanos));
    }

    public EntryDraft costing(Usd its) {
        cost = Optional.of(its);
        return this;
    }

    public EntryDraft unpriced() {
        cost = Optional.empty();
        return this;
    }

    public EntryDraft ending(Status status) {
        return ending(new Outcome(status, status == Status.SUCCESS ? "" : "500", ""));
    }

    public EntryDraft ending(Status status, String error) {
        return ending(new Outcome(status, error, outcome.message()));
    }

    public EntryDraft saying(String message) {
        return ending(new Outcome(outcome.status(), outcome.error(), message));
    }

    /// Its place among the attempts of its call; 0: it was refused before any.
    public EntryDraft attempt(int place) {
        attempt = place;
        return this;
    }

    public EntryDraft ending(Outcome its) {
        outcome = its;
        return this;
    }

    /// On the account that never resets.
    public EntryDraft in(Scope scope, String subject) {
        return on(BudgetAccount.ever(Subject.of(scope, subject)));
    }

    public EntryDraft on(BudgetAccount... its) {
        accounts = List.of(its);
        return this;
    }

    public LedgerEntry build() {
        return new LedgerEntry(
                id.orElseGet(() -> newId(startedAt)),
                instance,
                call,
                attempt,
                last,
                payer,
                target,
                startedAt,
                duration,
                firstToken,
                usage,
                cost,
                cost,
                outcome,
                accounts);
    }
}
