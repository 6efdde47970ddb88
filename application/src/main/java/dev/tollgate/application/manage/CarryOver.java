package dev.tollgate.application.manage;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import java.util.Optional;

/// What a change of an object means for its running spend.
final class CarryOver {
    private static final String DURATION = "budget_duration";
    private static final String MAX = "max_budget";

    private final Spend spend;

    CarryOver(Spend spend) {
        this.spend = spend;
    }

    /// What somebody new is said to have spent elsewhere, they have spent.
    void before(Subject subject, Fields made, Fields asked, String by) {
        if (asked.set("spend")) {
            after(subject, Fields.NONE, made, asked, by);
        }
    }

    /// Spend that is set is set. Where there is a budget now that was not there before, or another
    /// duration, what was spent in the running period counts in the new one: nobody spends twice by
    /// changing it.
    ///
    /// @param asked may hold `spend`
    void after(Subject subject, Fields old, Fields changed, Fields asked, String by) {
        BudgetAccount now = spend.account(subject, changed.text(DURATION));
        Optional<Usd> set = asked.number("spend").map(Usd::of);
        if (set.isPresent()) {
            spend.adjust(now, set.get(), by);
            return;
        }
        boolean opened =
                changed.set(MAX)
                        && (!old.set(MAX)
                                || !spend.account(subject, old.text(DURATION)).equals(now));
        if (opened) {
            Usd running = spend.running(subject, old.text(DURATION));
            if (running.compareTo(spend.settled(now)) > 0) {
                spend.adjust(now, running, by);
            }
        }
    }
}
