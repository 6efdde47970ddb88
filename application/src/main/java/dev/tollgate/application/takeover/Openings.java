package dev.tollgate.application.takeover;

import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.takeover.Arriving.Spent;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Opens accounts with what was spent elsewhere.
final class Openings {
    /// LiteLLM counts the spend of the whole gateway for a user of this name.
    private static final String WHOLE_GATEWAY = "litellm-proxy-budget";

    private final Ledger ledger;
    private final ZoneId zone;
    private final Instant now;
    private final RandomGenerator chance;
    private long opened;

    /// @param zone in which budgets begin anew
    Openings(Ledger ledger, ZoneId zone, Instant now, RandomGenerator chance) {
        this.ledger = ledger;
        this.zone = zone;
        this.now = now;
        this.chance = chance;
    }

    /// How many accounts were opened or brought up to date.
    long opened() {
        return opened;
    }

    /// What is taken over of an object's spend once this is, too. All that was ever spent never
    /// becomes less; what was spent in a period does where it was reset elsewhere.
    Opening next(Opening before, Entity entity, Spent spent) {
        Optional<Subject> subject = subject(entity);
        if (subject.isEmpty()) {
            return before;
        }
        BudgetAccount ever = BudgetAccount.ever(subject.get());
        String own = entity.fields().text("budget_duration");
        BudgetAccount running = account(subject.get(), own.isEmpty() ? spent.duration() : own);
        Map<BudgetAccount, Usd> totals = new LinkedHashMap<>();
        totals.put(running, spent.running());
        totals.merge(ever, greater(spent.ever(), before.total(ever)), Openings::greater);
        return before.reaching(totals, () -> EntryIds.at(now, chance));
    }

    private static Optional<Subject> subject(Entity entity) {
        return entity.kind() == EntityKind.USER && entity.id().equals(WHOLE_GATEWAY)
                ? Optional.of(Subject.GATEWAY)
                : entity.subject();
    }

    private BudgetAccount account(Subject subject, String duration) {
        return new Budget(subject, Usd.ZERO, BudgetDuration.parse(duration)).accountAt(now, zone);
    }

    private static Usd greater(Usd one, Usd other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /// Adds to accounts what is not there yet.
    ///
    /// @param fresh how many of the entries are new
    void post(List<LedgerEntry> entries, long fresh) {
        for (int from = 0; from < entries.size(); from += Ledger.MOST_ENTRIES) {
            int to = Math.min(entries.size(), from + Ledger.MOST_ENTRIES);
            List<?> _ = ledger.post(entries.subList(from, to));
        }
        opened += fresh;
    }
}
