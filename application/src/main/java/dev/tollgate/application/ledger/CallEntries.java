package dev.tollgate.application.ledger;

import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The ledger entries of one call. Used by one thread.
public final class CallEntries {
    private static final Outcome INTERRUPTED =
            new Outcome(Status.INTERRUPTED, "", "the gateway ended during the attempt");

    private final Books books;
    private final CallFacts facts;
    private final Payer payer;
    private final Instant arrived;
    private final boolean kept;
    private int attempts;
    private Target asked = Target.NONE;
    private boolean complete;

    CallEntries(Books books, ModelCall call, UUID id, boolean kept) {
        this.kept = kept;
        this.books = books;
        this.arrived = books.now();
        this.facts =
                new CallFacts(
                        id,
                        call.id(),
                        type(call),
                        call.model(),
                        call.attribution().session(),
                        "",
                        call.tags(),
                        call.streaming());
        this.payer = payer(call.caller().holder(), call.attribution().customer());
    }

    /// The gateway's own id of the call.
    public UUID callId() {
        return facts.id();
    }

    private static String type(ModelCall call) {
        return switch (call.dialect()) {
            case OPENAI_CHAT -> "acompletion";
            case OPENAI_COMPLETIONS -> "atext_completion";
            case OPENAI_EMBEDDINGS -> "aembedding";
        };
    }

    private static Payer payer(KeyHolder holder, String customer) {
        return new Payer(
                holder.keyId(),
                holder.keyHash(),
                holder.keyAlias(),
                holder.user(),
                holder.team(),
                holder.teamAlias(),
                holder.organization(),
                customer);
    }

    /// What the ledger gets to see of an attempt unless its end is known.
    ///
    /// @param group the model group it answers for
    /// @param prices the version of the prices it will be billed by
    public LedgerEntry begun(
            Candidate candidate, String group, String prices, List<BudgetAccount> accounts) {
        attempts++;
        asked =
                new Target(
                        candidate.deployment().id().value(),
                        group,
                        candidate.deployment().provider(),
                        candidate.upstreamModel(),
                        candidate.deployment().apiBase(),
                        "",
                        prices);
        return entry(attempts, books.now(), Duration.ZERO, INTERRUPTED, accounts);
    }

    /// Takes note of how an attempt ended.
    public LedgerEntry ended(LedgerEntry attempt) {
        asked = attempt.target();
        complete = attempt.last();
        return attempt;
    }

    /// Writes down how a call ended of which no attempt says so: nobody was asked, or none that was
    /// gave the answer. What the attempts cost is in their own entries.
    ///
    /// @param group the model group that would have answered; empty: none that is known
    public void failed(Outcome outcome, String group) {
        if (!complete && kept) {
            complete = true;
            asked = attempts == 0 ? new Target("", group, "", "", "", "") : asked;
            Duration took = Duration.between(arrived, books.now());
            Duration all = took.isNegative() ? Duration.ZERO : took;
            books.write(entry(0, arrived, all, outcome, List.of()));
        }
    }

    private LedgerEntry entry(
            int attempt,
            Instant started,
            Duration took,
            Outcome outcome,
            List<BudgetAccount> accounts) {
        return new LedgerEntry(
                books.nextId(),
                books.instance(),
                facts,
                attempt,
                attempt == 0,
                payer,
                asked,
                started,
                took,
                Duration.ZERO,
                Usage.NONE,
                Optional.of(Usd.ZERO),
                Optional.of(Usd.ZERO),
                outcome,
                accounts);
    }
}
