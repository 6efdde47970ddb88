package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.SpendRecords.EntryQuery;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.function.Predicate;

/// Whether an entry is asked for.
record EntryFilter(EntryQuery query) implements Predicate<LedgerEntry> {
    @Override
    public boolean test(LedgerEntry entry) {
        return (entry.last() || !query.calls())
                && inTime(entry)
                && inBounds(entry)
                && ofPayer(entry.payer())
                && ofTarget(entry)
                && ofCall(entry)
                && ended(entry.outcome());
    }

    private boolean ended(LedgerEntry.Outcome outcome) {
        return (query.statuses().isEmpty() || query.statuses().contains(outcome.status()))
                && (query.errors().isEmpty() || query.errors().contains(outcome.error()))
                && outcome.message().contains(query.message());
    }

    private boolean inTime(LedgerEntry entry) {
        return !entry.startedAt().isBefore(query.from()) && entry.startedAt().isBefore(query.to());
    }

    private boolean inBounds(LedgerEntry entry) {
        return entry.charged().compareTo(query.atLeast()) >= 0
                && entry.charged().compareTo(query.atMost()) <= 0;
    }

    private boolean ofPayer(LedgerEntry.Payer payer) {
        return isOrAny(query.keyHash(), payer.keyHash())
                && payer.keyAlias().contains(query.keyAlias())
                && (isOrAny(query.user(), payer.user()) || query.orTeams().contains(payer.team()))
                && isOrAny(query.team(), payer.team())
                && isOrAny(query.organization(), payer.organization())
                && isOrAny(query.customer(), payer.customer());
    }

    private boolean ofTarget(LedgerEntry entry) {
        LedgerEntry.Target target = entry.target();
        return isOrAny(query.deployment(), target.deployment())
                && (isOrAny(query.model(), target.model())
                        || isOrAny(query.model(), target.group())
                        || isOrAny(query.model(), entry.call().group()));
    }

    private boolean ofCall(LedgerEntry entry) {
        LedgerEntry.CallFacts call = entry.call();
        return isOrAny(query.session(), call.session())
                && (query.tag().isEmpty() || call.tags().contains(query.tag()))
                && (isOrAny(query.id(), entry.id().toString())
                        || isOrAny(query.id(), call.id().toString())
                        || isOrAny(query.id(), call.callerId())
                        || isOrAny(query.id(), entry.target().responseId()));
    }

    private static boolean isOrAny(String wanted, String value) {
        return wanted.isEmpty() || wanted.equals(value);
    }
}
