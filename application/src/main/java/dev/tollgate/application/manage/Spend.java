package dev.tollgate.application.manage;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Accounts.Balance;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Adds to objects what they spent: `spend` in the present period of their budget, `total_spend`
/// ever, and when the budget begins anew.
final class Spend {
    private final Accounts accounts;
    private final InstantSource clock;
    private final Supplier<ManagementRules> rules;

    Spend(Accounts accounts, InstantSource clock, Supplier<ManagementRules> rules) {
        this.accounts = accounts;
        this.clock = clock;
        this.rules = rules;
    }

    /// Somebody who spends.
    ///
    /// @param duration of the budget; empty: it never begins anew
    /// @param row what else is shown of them
    record Spender(Subject subject, String duration, Fields row) {}

    /// All rows with their spend, in their order, in two looks however many they are.
    List<Fields> added(List<Spender> spenders) {
        if (spenders.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Map<Subject, Usd> ever =
                accounts.spent(spenders.stream().map(Spender::subject).distinct().toList());
        Map<BudgetAccount, Usd> periods = periods(spenders, now);
        List<Fields> rows = new ArrayList<>(spenders.size());
        for (Spender spender : spenders) {
            Usd total = ever.getOrDefault(spender.subject(), Usd.ZERO);
            Budget budget = budget(spender);
            Usd spend =
                    budget.duration().isEmpty()
                            ? total
                            : periods.getOrDefault(budget.accountAt(now, zone()), Usd.ZERO);
            rows.add(
                    spender.row()
                            .with("spend", spend.toDollars())
                            .with("total_spend", total.toDollars())
                            .with(
                                    "budget_reset_at",
                                    budget.resetAt(now, zone())
                                            .map(Instant::toString)
                                            .orElse(null)));
        }
        return rows;
    }

    Fields added(Spender spender) {
        return added(List.of(spender)).getFirst();
    }

    /// With the moment at which a budget of this duration begins anew.
    Fields withReset(Fields row) {
        return row.with(
                "budget_reset_at",
                BudgetDuration.parse(row.text("budget_duration"))
                        .map(duration -> duration.nextReset(clock.instant(), zone()).toString())
                        .orElse(null));
    }

    /// The account that such a budget is on at the moment.
    BudgetAccount account(Subject subject, String duration) {
        return budget(new Spender(subject, duration, Fields.NONE))
                .accountAt(clock.instant(), zone());
    }

    /// What was spent in the present period.
    Usd settled(BudgetAccount account) {
        return accounts.balances(List.of(account)).stream()
                .findFirst()
                .map(Balance::settled)
                .orElse(Usd.ZERO);
    }

    /// What was spent in the present period, or ever where there are no periods.
    Usd running(Subject subject, String duration) {
        return BudgetDuration.parse(duration).isPresent()
                ? settled(account(subject, duration))
                : accounts.spent(List.of(subject)).getOrDefault(subject, Usd.ZERO);
    }

    void adjust(BudgetAccount account, Usd settled, String by) {
        accounts.adjust(account, settled, clock.instant(), by);
    }

    /// Whoever is of this scope has spent nothing from now on.
    ///
    /// @return how many accounts that changed
    int clear(Scope scope, String by) {
        return accounts.clear(scope, clock.instant(), by);
    }

    private Map<BudgetAccount, Usd> periods(List<Spender> spenders, Instant now) {
        List<BudgetAccount> wanted =
                spenders.stream()
                        .map(Spend::budget)
                        .filter(budget -> budget.duration().isPresent())
                        .map(budget -> budget.accountAt(now, zone()))
                        .distinct()
                        .toList();
        return wanted.isEmpty()
                ? Map.of()
                : accounts.balances(wanted).stream()
                        .collect(Collectors.toMap(Balance::account, Balance::settled));
    }

    private static Budget budget(Spender spender) {
        Optional<BudgetDuration> duration = BudgetDuration.parse(spender.duration());
        return new Budget(spender.subject(), Usd.ZERO, duration);
    }

    private ZoneId zone() {
        return rules.get().zone();
    }
}
