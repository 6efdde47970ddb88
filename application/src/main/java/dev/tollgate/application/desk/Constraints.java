package dev.tollgate.application.desk;

import dev.tollgate.application.access.Parties;
import dev.tollgate.application.access.Party;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.limit.RateLimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that bounds one call: of the gateway, the key and whom it belongs to, the customer
/// and the tags.
///
/// @param budgets those on single models included, whichever they are: another group may stand in
/// @param names of the model that is called
record Constraints(
        List<Budget> budgets, List<RateLimit> limits, ModelNames names, boolean blocked) {
    private static final int MOST_TAGS = 100;

    /// @throws dev.tollgate.application.port.out.StorageUnavailable if a customer or tag is not
    ///   known and cannot be read
    static Constraints of(ModelCall call, GatewaySetup setup, Parties parties) {
        MoneyRules rules = setup.money();
        KeyHolder holder = call.caller().holder();
        String customer = call.attribution().customer();
        List<String> tags = call.tags();
        if (holder.budgets().isEmpty()
                && holder.limits().isEmpty()
                && customer.isEmpty()
                && tags.isEmpty()) {
            return new Constraints(rules.gateway(), List.of(), ModelNames.NONE, false);
        }
        List<Budget> budgets = new ArrayList<>(rules.gateway());
        List<RateLimit> limits = new ArrayList<>(holder.limits());
        boolean users = rules.userBudgetOnTeamKeys() || holder.team().isEmpty();
        for (Budget budget : holder.budgets()) {
            if (users || budget.subject().scope() != Scope.USER) {
                budgets.add(budget);
            }
        }
        boolean blocked = !customer.isEmpty() && add(customer, rules, parties, budgets, limits);
        for (String tag : tags.subList(0, Math.min(MOST_TAGS, tags.size()))) {
            Party its = parties.tag(tag);
            budgets.addAll(its.budgets());
            limits.addAll(its.limits());
        }
        boolean single =
                budgets.stream().anyMatch(budget -> !budget.subject().model().isEmpty())
                        || limits.stream().anyMatch(limit -> !limit.subject().model().isEmpty());
        ModelNames names = single ? ModelNames.of(call, setup) : ModelNames.NONE;
        limits.removeIf(limit -> !names.have(limit.subject()));
        return new Constraints(budgets, limits, names, blocked);
    }

    private static boolean add(
            String customer,
            MoneyRules rules,
            Parties parties,
            List<Budget> budgets,
            List<RateLimit> limits) {
        Party its = parties.customer(customer, rules.unknownCustomerRow());
        budgets.addAll(its.budgets());
        limits.addAll(its.limits());
        if (its.budgets().stream().allMatch(Budget::soft)) {
            rules.unknownCustomer()
                    .ifPresent(
                            max ->
                                    budgets.add(
                                            new Budget(
                                                    Subject.of(Scope.CUSTOMER, customer),
                                                    max,
                                                    Optional.empty())));
        }
        return its.blocked();
    }
}
