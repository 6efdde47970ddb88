package dev.tollgate.domain.ledger;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Where the cost of entries goes.
public final class Bookings {
    private Bookings() {}

    /// Whose spend an entry is, besides the budgets it names.
    public static SequencedSet<Subject> subjects(LedgerEntry entry) {
        SequencedSet<Subject> subjects = new LinkedHashSet<>();
        subjects.add(Subject.GATEWAY);
        Payer payer = entry.payer();
        add(subjects, Scope.KEY, payer.keyId());
        add(subjects, Scope.USER, payer.user());
        add(subjects, Scope.TEAM, payer.team());
        if (!payer.team().isEmpty() && !payer.user().isEmpty()) {
            add(subjects, Scope.TEAM_MEMBER, payer.team() + "/" + payer.user());
        }
        add(subjects, Scope.ORGANIZATION, payer.organization());
        add(subjects, Scope.CUSTOMER, payer.customer());
        entry.call().tags().forEach(tag -> add(subjects, Scope.TAG, tag));
        add(subjects, Scope.PROVIDER, entry.target().provider());
        add(subjects, Scope.DEPLOYMENT, entry.target().deployment());
        return subjects;
    }

    private static void add(SequencedSet<Subject> subjects, Scope scope, String id) {
        if (!id.isEmpty()) {
            subjects.add(Subject.of(scope, id));
        }
    }

    /// The accounts an entry's cost is added to, once each: those it names, and of all its subjects
    /// the one that never resets, which is what they ever spent. What is not the cost of a call of
    /// this gateway is added only to what it names.
    public static SequencedSet<BudgetAccount> accounts(LedgerEntry entry) {
        SequencedSet<BudgetAccount> accounts = new LinkedHashSet<>(entry.accounts());
        if (isCall(entry) && !entry.elsewhere()) {
            subjects(entry).forEach(subject -> accounts.add(BudgetAccount.ever(subject)));
            entry.accounts().forEach(named -> accounts.add(BudgetAccount.ever(named.subject())));
        }
        return accounts;
    }

    /// What an entry changes of its accounts.
    ///
    /// @param old the entry it takes the place of
    public static Map<BudgetAccount, Usd> changes(Optional<LedgerEntry> old, LedgerEntry entry) {
        Map<BudgetAccount, Usd> changes = new LinkedHashMap<>();
        add(changes, entry, entry.charged().nanos());
        old.ifPresent(replaced -> add(changes, replaced, -replaced.charged().nanos()));
        changes.values().removeIf(Usd.ZERO::equals);
        return changes;
    }

    private static void add(Map<BudgetAccount, Usd> changes, LedgerEntry entry, long nanos) {
        Usd amount = new Usd(nanos);
        accounts(entry).forEach(account -> changes.merge(account, amount, Usd::plus));
    }

    /// Whether it is a call, or was one: only those make figures of days.
    public static boolean isCall(LedgerEntry entry) {
        return switch (entry.outcome().status()) {
            case SUCCESS, FAILURE, REFUSED, INTERRUPTED -> true;
            case UNRECONCILED, ADJUSTMENT -> false;
        };
    }

    /// Whether another entry of the same id takes this one's place.
    public static boolean isProvisional(Status status) {
        return switch (status) {
            case INTERRUPTED, UNRECONCILED -> true;
            case SUCCESS, FAILURE, REFUSED, ADJUSTMENT -> false;
        };
    }
}
