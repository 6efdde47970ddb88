package dev.tollgate.application.budget;

import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is done for leases beside the calls: gives back, refills and takes ahead.
final class LeaseCare {
    private static final long THIN = Duration.ofSeconds(5).toNanos();
    private static final long ACTIVE = Duration.ofSeconds(30).toNanos();
    private static final long IDLE = Duration.ofSeconds(60).toNanos();

    /// A grant that was not heard of in time may be made for so long.
    private static final long LATE = Duration.ofSeconds(5).toNanos();

    private static final int MOST_REFILLED = 500;
    private static final long NOTHING = Long.MAX_VALUE;

    private final Map<BudgetAccount, Lease> leases;
    private final Escrow escrow;

    /// @param leases by account, those that calls use and end
    LeaseCare(Map<BudgetAccount, Lease> leases, Escrow escrow) {
        this.leases = leases;
        this.escrow = escrow;
    }

    /// Gives back what others wait for, and what nobody used for a minute, and has leases refilled
    /// that will run out soon. To be called a few times a second.
    ///
    /// @throws StorageUnavailable if the shared accounts cannot be reached; nothing is lost
    void tend() {
        long now = escrow.now();
        disownUnheard(now);
        giveBack(find(escrow.recalled()), THIN, 2 * Math.max(2, escrow.instances()));
        giveBack(
                leases.values().stream().filter(each -> each.unusedFor(IDLE, now)).toList(),
                0,
                NOTHING);
        leases.values().removeIf(each -> each.unusedFor(IDLE, now) && each.endIfEmpty());
        refillAhead(now);
    }

    private List<Lease> find(Collection<BudgetAccount> names) {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(leases.get(name)).stream())
                .toList();
    }

    /// What could not be given back is not used either: the next time tells it again.
    ///
    /// @param keeping this part of what remains of an account is kept at first
    private void giveBack(Collection<Lease> from, long thinFor, long keeping) {
        long now = escrow.now();
        Map<BudgetAccount, Usd> kept = new HashMap<>();
        List<Lease> told = new ArrayList<>();
        for (Lease lease : from) {
            lease.giveUpIdle(now, thinFor, keeping)
                    .ifPresent(
                            rest -> {
                                kept.put(lease.account(), new Usd(rest));
                                told.add(lease);
                            });
        }
        if (told.isEmpty()) {
            return;
        }
        boolean heard = false;
        try {
            escrow.keep(kept);
            heard = true;
        } finally {
            told.forEach(heard ? Lease::endAsking : each -> each.unanswered(now));
        }
    }

    /// What was granted and never heard of would be nobody's to spend.
    private void disownUnheard(long now) {
        Map<BudgetAccount, Usd> held = new HashMap<>();
        List<Lease> telling = new ArrayList<>();
        for (Lease lease : leases.values()) {
            lease.toldIfUnsure()
                    .ifPresent(
                            amount -> {
                                held.put(lease.account(), new Usd(amount));
                                telling.add(lease);
                            });
        }
        if (telling.isEmpty()) {
            return;
        }
        boolean told = false;
        try {
            escrow.keep(held);
            told = true;
        } finally {
            long late = told ? LATE : Long.MAX_VALUE;
            telling.forEach(each -> each.told(now, late));
        }
    }

    private void refillAhead(long now) {
        List<Lease> low = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        for (Lease lease : leases.values()) {
            if (low.size() < MOST_REFILLED && lease.runsLow(now, ACTIVE)) {
                lease.lock();
                try {
                    if (lease.startAsking()) {
                        low.add(lease);
                        requests.add(ahead(lease, now));
                    }
                } finally {
                    lease.unlock();
                }
            }
        }
        if (!low.isEmpty()) {
            escrow.ask(low, requests);
        }
    }

    /// Leases a fair part of periods that begin soon, on accounts that are in use: the store may be
    /// away when they do. To be called about once a second.
    void takeAhead(Instant now) {
        long nanos = escrow.now();
        List<Lease> asking = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        Iterator<Lease> all = leases.values().iterator();
        while (all.hasNext() && asking.size() < MOST_REFILLED) {
            for (Charge next : PeriodsAhead.of(all.next().inUse(nanos, ACTIVE), now)) {
                Lease its = leases.computeIfAbsent(next.account(), _ -> new Lease(next));
                long begins = nanos + Duration.between(now, next.account().periodStart()).toNanos();
                if (its.startAhead(begins)) {
                    asking.add(its);
                    requests.add(ahead(next));
                }
            }
        }
        if (!asking.isEmpty()) {
            escrow.ask(asking, requests);
        }
    }

    /// Who came first may have all of it: half of an equal part is recalled from them.
    private Request ahead(Charge next) {
        long part = next.limit().nanos() / escrow.instances();
        return new Request(next.account(), next.limit(), new Usd(part / 2), new Usd(part));
    }

    private Request ahead(Lease lease, long now) {
        long limit = lease.limit();
        return new Request(
                lease.account(),
                new Usd(limit),
                Usd.ZERO,
                new Usd(lease.wish(0, limit, escrow.instances(), now)));
    }

    /// Gives back all that is not needed: the instance closes.
    void close() {
        giveBack(List.copyOf(leases.values()), THIN, NOTHING);
    }
}
