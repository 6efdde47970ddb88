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
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.money.Bounds;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The budgets of one call: takes from all of them what an attempt can cost at most.
final class Purse {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Tokens that a dialect puts around a prompt.
    private static final long FORM = 16;

    /// Bytes of a prompt below which the tokenizer would not save much.
    private static final int WORTH_COUNTING = 2_000;

    private final LeaseBook leases;
    private final PromptTokens prompts;
    private final MoneyRules rules;
    private final KeyHolder holder;
    private final List<Budget> budgets;

    Purse(
            LeaseBook leases,
            PromptTokens prompts,
            MoneyRules rules,
            KeyHolder holder,
            List<Budget> budgets) {
        this.leases = leases;
        this.prompts = prompts;
        this.rules = rules;
        this.holder = holder;
        this.budgets = budgets;
    }

    Taken take(ModelCall call, ModelCard card, DeploymentId deployment, Instant now) {
        List<Budget> deployments = rules.deployments().getOrDefault(deployment, List.of());
        if (rules.pricedOnly() && unpriced(call, card)) {
            return new Taken.Refused(new Refusal.Unpriced(call.model()));
        }
        if (budgets.isEmpty() && deployments.isEmpty() || card.prices().free()) {
            return Taken.NOTHING;
        }
        List<Charge> charges =
                Stream.concat(budgets.stream(), deployments.stream())
                        .map(budget -> Charge.of(budget, now, rules.zone()))
                        .toList();
        if (unpriced(call, card)) {
            // What it costs will not be known; that it happened is still written down.
            return new Taken.Granted(leases.on(charges), OptionalLong.empty());
        }
        long media = MediaParts.in(call.letter()) * rules.mediaTokens();
        // No text has more tokens than bytes.
        Taken taken = take(charges, call, card, call.letter().size() + FORM + media, now);
        boolean countable =
                call.letter().size() > WORTH_COUNTING && prompts.exactFor(card.provider());
        if (taken instanceof Taken.Granted || !countable) {
            return taken;
        }
        long counted = prompts.count(card.key(), call.letter());
        return take(charges, call, card, counted + FORM + media, now);
    }

    private static boolean unpriced(ModelCall call, ModelCard card) {
        return card.prices().worstCase(Bounds.of(1, call.dialect().writes() ? 1 : 0)).isEmpty();
    }

    private Taken take(
            List<Charge> charges, ModelCall call, ModelCard card, long input, Instant now) {
        long most = mostOutput(call, card);
        Bounds plain =
                Bounds.of(input, most).choices(call.output().choices()).at(call.output().tier());
        Bounds bounds = call.fastMode() ? plain.inFastMode() : plain;
        long floor = rules.shortened() ? Math.min(rules.outputFloor(), most) : most;
        Usd wanted = card.prices().worstCase(bounds).orElse(Usd.ZERO);
        Usd least = card.prices().worstCase(bounds.output(floor)).orElse(Usd.ZERO);
        return switch (leases.reserve(charges, least, wanted)) {
            case Reserved.Granted(Reservation reservation) ->
                    new Taken.Granted(reservation, bound(reservation, wanted, call, card, bounds));
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

    /// The longest answer that can come: what the caller, else the model allows.
    private long mostOutput(ModelCall call, ModelCard card) {
        if (!call.dialect().writes()) {
            return 0;
        }
        long models = card.maxOutputTokens() > 0 ? card.maxOutputTokens() : Long.MAX_VALUE;
        long asked = call.output().maxTokens();
        return asked > 0
                ? Math.min(asked, models)
                : models == Long.MAX_VALUE ? rules.unknownOutput() : models;
    }

    /// What the provider has to be told, where it could answer at greater length than is reserved.
    private OptionalLong bound(
            Reservation reservation, Usd wanted, ModelCall call, ModelCard card, Bounds bounds) {
        if (!call.dialect().writes()) {
            return OptionalLong.empty();
        }
        if (reservation.amount().compareTo(wanted) < 0) {
            return card.prices().affordableOutput(reservation.amount(), bounds);
        }
        boolean bounded = call.output().maxTokens() > 0 || card.maxOutputTokens() > 0;
        return bounded ? OptionalLong.empty() : OptionalLong.of(bounds.outputTokens());
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
        Taken NOTHING = new Granted(Reservation.NONE, OptionalLong.empty());

        /// @param bound most output tokens, to be told to the provider; empty: no need to
        record Granted(Reservation reservation, OptionalLong bound) implements Taken {}

        /// The caller's budgets do not allow it.
        record Refused(Refusal reason) implements Taken {}

        /// The deployment's do not: another one's may.
        record NotHere(Refusal reason) implements Taken {}
    }
}
