package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Sets the spend of a key's present period to something between nothing and what it is, or that of
/// all keys and teams to nothing.
final class ResetSpend {
    private final Records records;
    private final KeyRights rights;
    private final KeyRows rows;
    private final Spend spend;

    ResetSpend(Records records, KeyRights rights, KeyRows rows, Spend spend) {
        this.records = records;
        this.rights = rights;
        this.rows = rows;
        this.spend = spend;
    }

    Outcome reset(Actor actor, String keyOrHash, Fields asked) {
        Optional<Entity> found = records.find(EntityKind.KEY, KeyText.id(keyOrHash));
        if (found.isEmpty()) {
            return Outcome.missing("key", "Key not found.");
        }
        Fields key = found.get().fields();
        Optional<Refused> refused = rights.block(actor, key);
        if (refused.isPresent()) {
            return refused.get();
        }
        BigDecimal to = asked.number("reset_to").orElse(BigDecimal.ZERO);
        Subject subject = KeyRows.subject(key);
        Usd before = spend.running(subject, key.text("budget_duration"));
        if (to.signum() < 0 || to.compareTo(before.toDollars()) > 0) {
            return Outcome.invalid(
                    "reset_to",
                    "reset_to must be between 0 and the key's spend of %s."
                            .formatted(before.toDollars().stripTrailingZeros().toPlainString()));
        }
        BudgetAccount account = spend.account(subject, key.text("budget_duration"));
        spend.adjust(account, Usd.of(to), actor.author());
        Fields row = rows.row(found.get());
        return new Outcome.Done(
                Fields.NONE
                        .with("key_hash", found.get().id())
                        .with("spend", to)
                        .with("previous_spend", before.toDollars())
                        .with("max_budget", row.get("max_budget"))
                        .with("budget_reset_at", row.get("budget_reset_at")));
    }

    /// On every budget they have at the moment, those for one model included.
    Outcome resetAll(Actor actor) {
        if (!actor.admin()) {
            return Outcome.forbidden("Only proxy admins may reset the spend of everybody.");
        }
        int accounts = 0;
        for (Scope scope : List.of(Scope.KEY, Scope.TEAM)) {
            accounts += spend.clear(scope, actor.author());
        }
        return new Outcome.Done(Fields.NONE.with("accounts", accounts));
    }
}
