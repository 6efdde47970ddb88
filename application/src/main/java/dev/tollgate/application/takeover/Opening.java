package dev.tollgate.application.takeover;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.AccountEntries;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// What was taken over of an object's spend so far. It is kept with the object, before anything is
/// added to an account: each step names the ledger entry that adds it, and an entry counts once
/// however often it is posted. So nothing is doubled and nothing lost, wherever a run ends.
record Opening(List<Step> steps) {
    static final Opening NONE = new Opening(List.of());

    /// The field that it is kept in.
    static final String FIELD = "tollgate_opening";

    Opening {
        steps = List.copyOf(steps);
    }

    /// @param total what was taken over of this account in all
    /// @param entry the ledger entry that added the last part
    /// @param change that part
    record Step(BudgetAccount account, Usd total, UUID entry, Usd change) {}

    static Opening of(Fields kept) {
        return new Opening(kept.all(FIELD).stream().map(Opening::step).toList());
    }

    private static Step step(Fields kept) {
        return new Step(
                BudgetAccount.named(kept.text("account")),
                Usd.of(kept.number("total").orElseThrow()),
                UUID.fromString(kept.text("entry")),
                Usd.of(kept.number("change").orElseThrow()));
    }

    /// These fields with it.
    Fields in(Fields fields) {
        return steps.isEmpty()
                ? fields.without(FIELD)
                : fields.with(FIELD, steps.stream().map(Opening::fields).toList());
    }

    private static Fields fields(Step step) {
        return Fields.NONE
                .with("account", step.account().name())
                .with("total", step.total().toDollars())
                .with("entry", step.entry().toString())
                .with("change", step.change().toDollars());
    }

    /// The same once these totals are taken over. Accounts of past periods are forgotten.
    Opening reaching(Map<BudgetAccount, Usd> totals, Supplier<UUID> ids) {
        List<Step> next = new ArrayList<>();
        totals.forEach(
                (account, total) -> {
                    Optional<Step> old = on(account);
                    Usd before = old.map(Step::total).orElse(Usd.ZERO);
                    if (total.equals(before)) {
                        old.ifPresent(next::add);
                    } else {
                        Usd change = new Usd(total.nanos() - before.nanos());
                        next.add(new Step(account, total, ids.get(), change));
                    }
                });
        return new Opening(next);
    }

    /// What was taken over of one account.
    Usd total(BudgetAccount account) {
        return on(account).map(Step::total).orElse(Usd.ZERO);
    }

    private Optional<Step> on(BudgetAccount account) {
        return steps.stream().filter(step -> step.account().equals(account)).findFirst();
    }

    /// The entries of the steps, the same ones each time.
    List<LedgerEntry> entries(String by) {
        return steps.stream()
                .map(
                        step ->
                                AccountEntries.adjustment(
                                        step.entry(),
                                        step.account(),
                                        EntryIds.timeOf(step.entry()),
                                        step.change(),
                                        by))
                .toList();
    }
}
