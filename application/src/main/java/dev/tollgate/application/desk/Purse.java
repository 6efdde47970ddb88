package dev.tollgate.application.desk;

import dev.tollgate.application.budget.Charge;
import dev.tollgate.application.budget.LeaseBook;
import dev.tollgate.application.budget.Reservation;
import dev.tollgate.application.budget.Reserved;
import dev.tollgate.application.port.out.PromptTokens;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.money.Bounds;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The budgets of one call: takes from all of them what an attempt can cost at most.
final class Purse {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Bytes of a prompt below which the tokenizer would not save much.
    private static final int WORTH_COUNTING = 2_000;

    private final LeaseBook leases;
    private final PromptTokens prompts;
    private final MoneyRules rules;
    private final KeyHolder holder;
    private final List<Budget> budgets;
    private final ModelNames names;

    Purse(
            LeaseBook leases,
            PromptTokens prompts,
            MoneyRules rules,
            KeyHolder holder,
            List<Budget> budgets,
            ModelNames names) {
        this.leases = leases;
        this.prompts = prompts;
        this.rules = rules;
        this.holder = holder;
        this.budgets = budgets;
        this.names = names;
    }

    /// Whether the ledger keeps what the call does.
    boolean keeps(ModelCall call) {
        return rules.keeps(call);
    }

    Taken take(ModelCall call, ModelCard card, Deployment deployment, Instant now) {
        List<Budget> deployments = rules.deployments().getOrDefault(deployment.id(), List.of());
        if (rules.pricedOnly() && unpriced(call, card)) {
            return new Taken.Refused(new Refusal.Unpriced(call.model()));
        }
        if (budgets.isEmpty() && deployments.isEmpty() || card.prices().free()) {
            return Taken.NOTHING;
        }
        List<Budget> its = new ArrayList<>(budgets.size() + deployments.size());
        for (Budget budget : budgets) {
            if (names.have(budget.subject(), deployment, card)) {
                its.add(budget);
            }
        }
        its.addAll(deployments);
        List<Charge> charges = charges(its, false, now);
        List<Charge> soft = charges(its, true, now);
        if (unpriced(call, card)) {
            if (deployment.wildcard() && !charges.isEmpty()) {
                // The caller made the name up; the operator has not said what it costs.
                return new Taken.Refused(new Refusal.Unpriced(call.model()));
            }
            // What it costs will not be known; that it happened is still written down.
            return new Taken.Granted(leases.watching(leases.on(charges), soft), Told.NOTHING);
        }
        if (charges.isEmpty()) {
            return new Taken.Granted(leases.watching(Reservation.NONE, soft), Told.NOTHING);
        }
        return watched(reserve(charges, call, card, deployment.id(), now), soft);
    }

    private List<Charge> charges(List<Budget> its, boolean soft, Instant now) {
        List<Charge> charges = new ArrayList<>(soft ? 0 : its.size());
        for (Budget budget : its) {
            if (budget.soft() == soft) {
                charges.add(leases.charge(budget, now, rules.zone()));
            }
        }
        return charges;
    }

    private Taken watched(Taken taken, List<Charge> soft) {
        return taken instanceof Taken.Granted(Reservation reservation, Told told) && !soft.isEmpty()
                ? new Taken.Granted(leases.watching(reservation, soft), told)
                : taken;
    }

    private Taken reserve(
            List<Charge> charges,
            ModelCall call,
            ModelCard card,
            DeploymentId deployment,
            Instant now) {
        WorstCase worst =
                new WorstCase(
                        call,
                        card,
                        rules.defaults().getOrDefault(deployment, Map.of()),
                        rules.unsent().getOrDefault(deployment, Set.of()),
                        rules.allowances());
        if (!worst.priced()) {
            // The bill would have no amount, and the call would be free.
            return new Taken.Refused(new Refusal.Unpriced(call.model()));
        }
        // No text has more tokens than bytes.
        Taken taken = take(charges, worst, call.letter().size(), now);
        boolean countable =
                call.letter().size() > WORTH_COUNTING && prompts.exactFor(card.provider());
        return taken instanceof Taken.Granted || !countable
                ? taken
                : take(charges, worst, prompts.count(card.key(), call.letter()), now);
    }

    private static boolean unpriced(ModelCall call, ModelCard card) {
        return card.prices().worstCase(Bounds.of(1, call.dialect().writes() ? 1 : 0)).isEmpty();
    }

    private Taken take(List<Charge> charges, WorstCase worst, long text, Instant now) {
        Bounds bounds = worst.bounds(text);
        Usd least = worst.least(bounds, rules.shortened());
        return switch (leases.reserve(charges, least, worst.cost(bounds))) {
            case Reserved.Granted(Reservation reservation) ->
                    new Taken.Granted(reservation, worst.told(reservation.amount(), bounds));
            case Reserved.Spent(Charge charge, Usd spent) -> spent(charge, spent, now);
            case Reserved.Held(Charge charge) ->
                    refused(
                            charge,
                            new Refusal.BudgetReserved(
                                    charge.budget().subject(),
                                    shown(charge),
                                    charge.limit(),
                                    SOON));
            case Reserved.OutOfReach(Charge charge) ->
                    refused(
                            charge,
                            new Refusal.NotNow(
                                    "the database that budgets are kept in is away", SOON));
        };
    }

    private Taken spent(Charge charge, Usd spent, Instant now) {
        Optional<Instant> resetAt = charge.budget().resetAt(now, rules.zone());
        return refused(
                charge,
                new Refusal.BudgetSpent(
                        charge.budget().subject(),
                        shown(charge),
                        charge.account().window(),
                        spent,
                        charge.limit(),
                        resetAt,
                        resetAt.map(at -> Duration.between(now, at)).orElse(Duration.ZERO)));
    }

    private static Taken refused(Charge charge, Refusal refusal) {
        Scope scope = charge.budget().subject().scope();
        return scope == Scope.DEPLOYMENT || scope == Scope.PROVIDER
                ? new Taken.NotHere(refusal)
                : new Taken.Refused(refusal);
    }

    private String shown(Charge charge) {
        return charge.budget().subject().scope() == Scope.KEY
                ? holder.keyName()
                : charge.budget().subject().id();
    }

    /// What became of it.
    sealed interface Taken {
        /// For a call that is on no budget.
        Taken NOTHING = new Granted(Reservation.NONE, Told.NOTHING);

        record Granted(Reservation reservation, Told told) implements Taken {}

        /// The caller's budgets do not allow it.
        record Refused(Refusal reason) implements Taken {}

        /// The deployment's do not: another one's may.
        record NotHere(Refusal reason) implements Taken {}
    }
}
