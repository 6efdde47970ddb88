package dev.tollgate.application.budget;

import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.ZoneId;

/// An account that a reservation is made on.
///
/// @param limit in force now
/// @param zone whose calendar the budget's periods follow
public record Charge(Budget budget, BudgetAccount account, Usd limit, ZoneId zone) {
    public static Charge of(Budget budget, Instant now, ZoneId zone) {
        return new Charge(budget, budget.accountAt(now, zone), budget.limitAt(now), zone);
    }
}
