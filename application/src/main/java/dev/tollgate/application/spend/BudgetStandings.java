package dev.tollgate.application.spend;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.application.port.in.spend.ReportSpend.Standing;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Accounts.Balance;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the budgets stand that configuration gives.
public final class BudgetStandings {
    private final Accounts accounts;
    private final Supplier<MoneyRules> rules;
    private final InstantSource clock;

    public BudgetStandings(Accounts accounts, Supplier<MoneyRules> rules, InstantSource clock) {
        this.accounts = accounts;
        this.rules = rules;
        this.clock = clock;
    }

    Report of(Actor actor, Question.Budgets asked) {
        if (!actor.seesAll()) {
            return new Report.Forbidden(SpendRights.REFUSAL);
        }
        MoneyRules money = rules.get();
        List<Budget> budgets =
                Stream.concat(
                                money.gateway().stream(),
                                money.deployments().values().stream().flatMap(List::stream))
                        .filter(budget -> budget.subject().scope() == asked.scope())
                        .distinct()
                        .toList();
        Instant now = clock.instant();
        Map<BudgetAccount, Usd> settled =
                accounts
                        .balances(
                                budgets.stream()
                                        .map(budget -> budget.accountAt(now, money.zone()))
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(Balance::account, Balance::settled));
        return new Report.Budgets(
                budgets.stream()
                        .map(
                                budget ->
                                        new Standing(
                                                budget.subject().id(),
                                                budget.limitAt(now),
                                                budget.duration()
                                                        .map(BudgetDuration::text)
                                                        .orElse(""),
                                                settled.getOrDefault(
                                                        budget.accountAt(now, money.zone()),
                                                        Usd.ZERO),
                                                budget.resetAt(now, money.zone())))
                        .toList());
    }
}
