package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.journal.Input.Unreadable;
import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.util.List;
import java.util.Optional;

/// Entries as bytes. A later version may add to the end without a new [#VERSION]: what follows is
/// left unread. Whatever changes what is already there, or must not be overlooked, gets a new one,
/// and is set aside by those that do not know it.
///
/// Texts that are only shown are cut at a kibibyte, messages at two; accounts are never touched.
final class EntryCodec {
    static final int VERSION = 1;
    static final int TEXT = 1_024;
    static final int MESSAGE = 2_048;
    static final int TAGS = 100;

    private static final int LAST = 1;
    private static final int STREAMING = 2;
    private static final int PRICED = 4;
    private static final int LISTED = 8;

    private EntryCodec() {}

    static void write(Opened attempt, Output to) {
        to.signed(attempt.reserved().nanos());
        write(attempt.entry(), to);
    }

    static Opened readOpened(Input from) {
        Usd reserved = new Usd(from.signed());
        return new Opened(read(from), reserved);
    }

    static void write(LedgerEntry entry, Output to) {
        to.uuid(entry.id());
        to.text(entry.instance(), TEXT);
        to.octet(flags(entry));
        to.unsigned(entry.attempt());
        to.octet(code(entry.outcome().status()));
        to.instant(entry.startedAt());
        to.duration(entry.duration());
        to.duration(entry.firstToken());
        entry.cost().ifPresent(cost -> to.signed(cost.nanos()));
        entry.listCost().ifPresent(cost -> to.signed(cost.nanos()));
        write(entry.call(), to);
        write(entry.payer(), to);
        write(entry.target(), to);
        UsageCodec.write(entry.usage(), to);
        to.text(entry.outcome().error(), TEXT);
        to.text(entry.outcome().message(), MESSAGE);
        to.unsigned(entry.accounts().size());
        entry.accounts().forEach(account -> write(account, to));
        to.text(entry.target().prices(), TEXT);
    }

    static LedgerEntry read(Input from) {
        var id = from.uuid();
        String instance = from.text();
        int flags = from.octet();
        int attempt = from.count();
        Status status = status(from.octet());
        var startedAt = from.instant();
        var duration = from.duration();
        var firstToken = from.duration();
        Optional<Usd> cost = money((flags & PRICED) != 0, from);
        Optional<Usd> listCost = money((flags & LISTED) != 0, from);
        CallFacts call = readCall(from, (flags & STREAMING) != 0);
        Payer payer = readPayer(from);
        Target target = readTarget(from);
        Usage usage = UsageCodec.read(from);
        Outcome outcome = new Outcome(status, from.text(), from.text());
        List<BudgetAccount> accounts = from.list(() -> readAccount(from));
        // Earlier versions ended here.
        String prices = from.atEnd() ? "" : from.text();
        return new LedgerEntry(
                id,
                instance,
                call,
                attempt,
                (flags & LAST) != 0,
                payer,
                target.pricedBy(prices),
                startedAt,
                duration,
                firstToken,
                usage,
                cost,
                listCost,
                outcome,
                accounts);
    }

    private static int flags(LedgerEntry entry) {
        return (entry.last() ? LAST : 0)
                | (entry.call().streaming() ? STREAMING : 0)
                | (entry.cost().isPresent() ? PRICED : 0)
                | (entry.listCost().isPresent() ? LISTED : 0);
    }

    private static Optional<Usd> money(boolean there, Input from) {
        return there ? Optional.of(new Usd(from.signed())) : Optional.empty();
    }

    private static void write(CallFacts call, Output to) {
        to.uuid(call.id());
        to.text(call.callerId(), TEXT);
        to.text(call.type(), TEXT);
        to.text(call.group(), TEXT);
        to.text(call.session(), TEXT);
        to.text(call.address(), TEXT);
        int tags = Math.min(call.tags().size(), TAGS);
        to.unsigned(tags);
        for (int i = 0; i < tags; i++) {
            to.text(call.tags().get(i), TEXT);
        }
    }

    private static CallFacts readCall(Input from, boolean streaming) {
        return new CallFacts(
                from.uuid(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.list(from::text),
                streaming);
    }

    private static void write(Payer payer, Output to) {
        to.text(payer.keyId(), TEXT);
        to.text(payer.keyHash(), TEXT);
        to.text(payer.keyAlias(), TEXT);
        to.text(payer.user(), TEXT);
        to.text(payer.team(), TEXT);
        to.text(payer.teamAlias(), TEXT);
        to.text(payer.organization(), TEXT);
        to.text(payer.customer(), TEXT);
    }

    private static Payer readPayer(Input from) {
        return new Payer(
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text());
    }

    private static void write(Target target, Output to) {
        to.text(target.deployment(), TEXT);
        to.text(target.group(), TEXT);
        to.text(target.provider(), TEXT);
        to.text(target.model(), TEXT);
        to.text(target.apiBase(), TEXT);
        to.text(target.responseId(), TEXT);
    }

    private static Target readTarget(Input from) {
        return new Target(
                from.text(), from.text(), from.text(), from.text(), from.text(), from.text());
    }

    private static void write(BudgetAccount account, Output to) {
        to.octet(code(account.subject().scope()));
        to.text(account.subject().id(), Integer.MAX_VALUE);
        to.text(account.subject().model(), Integer.MAX_VALUE);
        to.text(account.window(), Integer.MAX_VALUE);
        to.instant(account.periodStart());
    }

    private static BudgetAccount readAccount(Input from) {
        Scope scope = scope(from.octet());
        return new BudgetAccount(
                new Subject(scope, from.text(), from.text()), from.text(), from.instant());
    }

    private static int code(Status status) {
        return switch (status) {
            case SUCCESS -> 1;
            case FAILURE -> 2;
            case REFUSED -> 3;
            case INTERRUPTED -> 4;
            case UNRECONCILED -> 5;
            case ADJUSTMENT -> 6;
        };
    }

    private static Status status(int code) {
        for (Status status : Status.values()) {
            if (code(status) == code) {
                return status;
            }
        }
        throw new Unreadable("no status has the code " + code);
    }

    private static int code(Scope scope) {
        return switch (scope) {
            case GLOBAL -> 1;
            case ORGANIZATION -> 2;
            case TEAM -> 3;
            case TEAM_MEMBER -> 4;
            case USER -> 5;
            case KEY -> 6;
            case CUSTOMER -> 7;
            case TAG -> 8;
            case PROVIDER -> 9;
            case DEPLOYMENT -> 10;
        };
    }

    private static Scope scope(int code) {
        for (Scope scope : Scope.values()) {
            if (code(scope) == code) {
                return scope;
            }
        }
        throw new Unreadable("no scope has the code " + code);
    }
}
