package dev.tollgate.application.call;

import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// What one attempt costs, and the end of its claim: in the call's log, in the ledger, in the
/// response headers.
final class Settlement {
    private final AdmittedCall admitted;
    private final CallProgress progress;
    private final Candidate candidate;
    private final Claim claim;
    private final ServiceTier tier;
    private final LedgerEntry entry;
    private final long began;

    /// @param tier that was asked for
    Settlement(
            AdmittedCall admitted,
            CallProgress progress,
            Candidate candidate,
            Claim claim,
            ServiceTier tier) {
        this.admitted = admitted;
        this.progress = progress;
        this.candidate = candidate;
        this.claim = claim;
        this.tier = tier;
        this.began = admitted.recorder().now();
        this.entry =
                admitted.recorder()
                        .entries()
                        .begun(
                                candidate,
                                progress.group(),
                                admitted.card(candidate).priceVersion(),
                                claim.reservation().accounts());
    }

    /// What the ledger gets to see unless the end is known.
    LedgerEntry entry() {
        return entry;
    }

    /// When the attempt began, by the recorder's clock.
    long began() {
        return began;
    }

    Duration took() {
        return Duration.ofNanos(admitted.recorder().now() - began);
    }

    /// The price of this usage, if it is priced.
    Optional<Usd> cost(Usage usage) {
        return price(atTier(usage)).map(Bill::cost);
    }

    private Optional<Bill> price(Usage usage) {
        return usage.reported()
                ? admitted.card(candidate).prices().bill(usage, admitted.fleet().now())
                : Optional.empty();
    }

    /// Who does not wait for the first word ends nothing that is done unseen: the provider may have
    /// done all that was set aside for.
    private Usd unheard(Usd cost) {
        Usd most = claim.reservation().amount();
        return admitted.call().dialect().writes() && most.compareTo(cost) > 0 ? most : cost;
    }

    /// The usage at the tier that was asked for, unless the provider told another one.
    private Usage atTier(Usage usage) {
        return usage.terms().tier().stated() ? usage : usage.orTier(tier);
    }

    /// Ends the claim.
    ///
    /// @param name what the answer calls itself
    /// @param outcome how it ended
    /// @param unheard whether the caller ended it before they heard a word
    void settle(
            Usage reported,
            Duration firstToken,
            Supplier<String> name,
            Outcome outcome,
            boolean unheard) {
        boolean success = outcome.status() == Status.SUCCESS;
        Usage usage = atTier(reported);
        Optional<Bill> price = price(usage);
        progress.billed(success ? price : Optional.empty());
        Optional<Usd> cost = price.map(Bill::cost).map(its -> unheard ? unheard(its) : its);
        Optional<Usd> listPrice =
                price.map(Bill::original).map(its -> unheard ? unheard(its) : its);
        String answerId = admitted.sent().named(name);
        admitted.recorder()
                .attempted(
                        new CallLog.Attempt(
                                claim.deployment().value(),
                                progress.group(),
                                candidate.upstreamModel(),
                                usage,
                                cost,
                                took(),
                                outcome.error()));
        if (unheard && usage.reported()) {
            admitted.ticket().usedUnheard(admitted.call(), usage.totalTokens());
        } else {
            admitted.ticket().used(usage.totalTokens());
        }
        boolean billed = usage.reported() || success;
        claim.settle(
                admitted.recorder()
                        .entries()
                        .ended(
                                entry.ended(
                                        took(),
                                        firstToken,
                                        usage,
                                        billed ? cost : Optional.of(Usd.ZERO),
                                        billed ? listPrice : Optional.of(Usd.ZERO),
                                        outcome,
                                        success,
                                        answerId)));
    }
}
