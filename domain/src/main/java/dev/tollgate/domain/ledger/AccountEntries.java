package dev.tollgate.domain.ledger;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Entries over one account, which are no calls.
public final class AccountEntries {
    private AccountEntries() {}

    /// A lease whose holder is gone, as if it had been spent.
    public static LedgerEntry unreconciled(
            UUID id, String instance, BudgetAccount account, Instant at, Usd lease) {
        Outcome outcome = new Outcome(Status.UNRECONCILED, "", "the lease of a silent instance");
        return entry(id, instance, account, at, lease, outcome);
    }

    /// Spend that was set by hand, or carried over.
    ///
    /// @param difference what is added to the account, or taken off
    public static LedgerEntry adjustment(
            UUID id, BudgetAccount account, Instant at, Usd difference, String by) {
        String message = by.isEmpty() ? "" : "by " + by;
        return entry(id, "", account, at, difference, new Outcome(Status.ADJUSTMENT, "", message));
    }

    private static LedgerEntry entry(
            UUID id,
            String instance,
            BudgetAccount account,
            Instant at,
            Usd amount,
            Outcome outcome) {
        Subject subject = account.subject();
        return new LedgerEntry(
                id,
                instance,
                facts(id, subject),
                0,
                false,
                payer(subject),
                target(subject),
                at,
                Duration.ZERO,
                Duration.ZERO,
                Usage.NONE,
                Optional.of(amount),
                Optional.of(amount),
                outcome,
                List.of(account));
    }

    private static CallFacts facts(UUID id, Subject subject) {
        List<String> tags = subject.scope() == Scope.TAG ? List.of(subject.id()) : List.of();
        return new CallFacts(id, "", "", subject.model(), "", "", tags, false);
    }

    private static Target target(Subject subject) {
        return new Target(
                idWithin(Scope.DEPLOYMENT, subject),
                subject.model(),
                idWithin(Scope.PROVIDER, subject),
                "",
                "",
                "");
    }

    private static Payer payer(Subject subject) {
        String member = idWithin(Scope.TEAM_MEMBER, subject);
        int slash = member.indexOf('/');
        return new Payer(
                idWithin(Scope.KEY, subject),
                "",
                "",
                slash < 0 ? idWithin(Scope.USER, subject) : member.substring(slash + 1),
                slash < 0 ? idWithin(Scope.TEAM, subject) : member.substring(0, slash),
                "",
                idWithin(Scope.ORGANIZATION, subject),
                idWithin(Scope.CUSTOMER, subject));
    }

    private static String idWithin(Scope scope, Subject subject) {
        return subject.scope() == scope ? subject.id() : "";
    }
}
