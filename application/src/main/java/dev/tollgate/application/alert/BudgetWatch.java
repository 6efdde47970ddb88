package dev.tollgate.application.alert;

import dev.tollgate.application.budget.Charge;
import dev.tollgate.application.ledger.LedgerPoster.Rest;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.AlertSender;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Milestone;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.money.Usd;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/// Looks at the budgets whose spend has changed, a second later and on a thread of its own, and has
/// their owners told what they have come to: once in each period, by one replica.
public final class BudgetWatch implements Runnable {
    static final Duration BETWEEN = Duration.ofSeconds(1);

    /// Accounts that may wait to be looked at.
    static final int MOST = 10_000;

    private static final int AT_ONCE = 500;
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(BudgetWatch.class);
    private static final Payer NOBODY = new Payer("", "", "", "", "", "", "", "");

    private final Accounts accounts;
    private final Entities entities;
    private final Alerts alerts;
    private final AlertDelivery delivery;
    private final Supplier<Senders> senders;
    private final InstantSource time;
    private final Rest rest;
    private final Map<BudgetAccount, Seen> pending = new ConcurrentHashMap<>();
    private final Recent known = new Recent(MOST);
    private final Recent payers = new Recent(MOST);

    /// Changes that were not looked at because too many accounts waited.
    private final LongAdder dropped = new LongAdder();

    private Instant swept = Instant.EPOCH;
    private long told;

    /// @param senders asked anew each time
    /// @param rest waits, and says whether to go on
    public BudgetWatch(
            Accounts accounts,
            Entities entities,
            Supplier<Senders> senders,
            InstantSource time,
            Rest rest) {
        this.accounts = accounts;
        this.entities = entities;
        this.alerts = new Alerts(entities);
        this.delivery = new AlertDelivery(alerts, time, rest);
        this.senders = senders;
        this.time = time;
        this.rest = rest;
    }

    /// Who is told, and where days begin.
    ///
    /// @param zone whose midnight begins a day
    public record Senders(List<AlertSender> all, ZoneId zone) {
        public Senders {
            all = List.copyOf(all);
        }
    }

    /// These entries are in the ledger.
    ///
    /// @param budgets those on an account, as far as they are known here
    public void posted(List<LedgerEntry> entries, Function<BudgetAccount, List<Budget>> budgets) {
        if (senders.get().all().isEmpty()) {
            return;
        }
        for (LedgerEntry entry : entries) {
            if (entry.charged().nanos() > 0) {
                for (BudgetAccount account : entry.accounts()) {
                    look(account, budgets.apply(account), Optional.of(entry.payer()), false);
                }
            }
        }
    }

    /// A call was refused because this account is spent. Called by whoever refuses: must not wait.
    public void exhausted(Charge charge) {
        if (!senders.get().all().isEmpty()) {
            look(charge.account(), List.of(charge.budget()), Optional.empty(), true);
        }
    }

    private void look(
            BudgetAccount account, List<Budget> budgets, Optional<Payer> payer, boolean spent) {
        if (budgets.isEmpty()) {
            return;
        }
        if (pending.size() >= MOST && !pending.containsKey(account)) {
            dropped.increment();
            return;
        }
        pending.merge(account, new Seen(budgets, payer, spent), Seen::and);
    }

    @Override
    public void run() {
        while (rest.rest(BETWEEN)) {
            lookOnce();
        }
    }

    void lookOnce() {
        try {
            List<AlertSender> to = senders.get().all();
            if (to.isEmpty()) {
                return;
            }
            // Only those that wait by now: what is spent meanwhile is the next look's.
            List<BudgetAccount> waiting = List.copyOf(pending.keySet());
            for (int from = 0; from < waiting.size(); from += AT_ONCE) {
                look(waiting.subList(from, Math.min(waiting.size(), from + AT_ONCE)), to);
            }
            sweep(to);
            tellDropped();
        } catch (StorageUnavailable e) {
            LOG.debug("budgets are looked at later: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("looking at budgets failed, and is tried again", e);
        }
    }

    long dropped() {
        return dropped.sum();
    }

    private void tellDropped() {
        long now = dropped();
        if (now > told) {
            LOG.warn(
                    "too many budgets changed at once: alerts may be missing after {} changes",
                    now - told);
            told = now;
        }
    }

    private void look(List<BudgetAccount> some, List<AlertSender> to) {
        // Taken before it is read what was spent: what comes in from here on is looked at again.
        Map<BudgetAccount, Seen> taken = new HashMap<>();
        some.forEach(
                account ->
                        Optional.ofNullable(pending.remove(account))
                                .ifPresent(seen -> taken.put(account, seen)));
        boolean looked = false;
        try {
            Map<BudgetAccount, Usd> spent = new HashMap<>();
            accounts.balances(taken.keySet())
                    .forEach(balance -> spent.put(balance.account(), balance.settled()));
            List<AlertText> reached = new ArrayList<>();
            taken.forEach(
                    (account, seen) ->
                            reached.addAll(
                                    reached(account, seen, spent.getOrDefault(account, Usd.ZERO))));
            reached.forEach(alert -> raise(alert, to));
            looked = true;
        } finally {
            if (!looked) {
                taken.forEach((account, seen) -> pending.merge(account, seen, Seen::and));
            }
        }
    }

    private List<AlertText> reached(BudgetAccount account, Seen seen, Usd spent) {
        String name = account.name();
        seen.payer().ifPresent(payer -> payers.keep(name, payer));
        Payer payer = seen.payer().or(() -> payers.find(name)).orElse(NOBODY);
        Instant now = time.instant();
        ZoneId zone = senders.get().zone();
        return seen.budgets().stream()
                .filter(budget -> budget.accountAt(now, zone).equals(account))
                .flatMap(
                        budget ->
                                Milestone.of(budget, spent, seen.exhausted(), now, zone).stream()
                                        .map(
                                                milestone ->
                                                        new AlertText(
                                                                account,
                                                                budget,
                                                                budget.limitAt(now),
                                                                spent,
                                                                milestone,
                                                                payer,
                                                                "",
                                                                now)))
                .toList();
    }

    private void raise(AlertText alert, List<AlertSender> to) {
        String id = alert.id();
        if (known.find(id).isPresent()) {
            return;
        }
        Optional<Instant> ends = alert.budget().resetAt(alert.at(), senders.get().zone());
        var mine = alerts.raise(id, alert.by(email(alert)).fields(), ends, alert.at());
        known.keep(id, NOBODY);
        mine.ifPresent(entity -> delivery.deliver(entity, to));
    }

    private String email(AlertText alert) {
        String user = alert.payer().user();
        Scope scope = alert.budget().subject().scope();
        boolean theirs = scope == Scope.KEY || scope == Scope.USER || scope == Scope.TEAM_MEMBER;
        return user.isEmpty() || !theirs
                ? ""
                : entities.find(EntityKind.USER, List.of(user)).stream()
                        .map(entity -> entity.fields().text("user_email"))
                        .findFirst()
                        .orElse("");
    }

    private void sweep(List<AlertSender> to) {
        Instant now = time.instant();
        if (swept.plus(BETWEEN_SWEEPS).isAfter(now)) {
            return;
        }
        swept = now;
        alerts.takeOver(time, entity -> delivery.deliver(entity, to));
        alerts.forget(now);
    }

    private record Seen(List<Budget> budgets, Optional<Payer> payer, boolean exhausted) {
        Seen and(Seen later) {
            List<Budget> both = new ArrayList<>(later.budgets);
            budgets.stream()
                    .filter(mine -> both.stream().noneMatch(other -> other.soft() == mine.soft()))
                    .forEach(both::add);
            return new Seen(both, later.payer.or(() -> payer), exhausted || later.exhausted);
        }
    }
}
