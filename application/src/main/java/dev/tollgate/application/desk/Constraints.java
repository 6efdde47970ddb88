package dev.tollgate.application.desk;

import dev.tollgate.application.access.Parties;
import dev.tollgate.application.access.Party;
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
record Constraints(List<Budget> budgets, List<RateLimit> limits, boolean blocked) {
    private static final int MOST_TAGS = 100;

    /// @throws dev.tollgate.application.port.out.StorageUnavailable if a customer or tag is not
    ///   known and cannot be read
    static Constraints of(ModelCall call, MoneyRules rules, Parties parties) {
        KeyHolder holder = call.caller().holder();
        String customer = call.attribution().customer();
        List<String> tags = call.tags();
        if (holder.budgets().isEmpty()
                && holder.limits().isEmpty()
                && customer.isEmpty()
                && tags.isEmpty()) {
            return new Constraints(rules.gateway(), List.of(), false);
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
        budgets.removeIf(budget -> !meant(budget.subject(), call));
        limits.removeIf(limit -> !meant(limit.subject(), call));
        return new Constraints(budgets, limits, blocked);
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

    private static boolean meant(Subject subject, ModelCall call) {
        return subject.model().isEmpty() || subject.model().equals(call.model());
    }
}
