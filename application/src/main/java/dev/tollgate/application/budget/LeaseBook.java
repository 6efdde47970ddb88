package dev.tollgate.application.budget;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All leases of this instance. Reserves on several accounts at once, all or nothing, in memory as
/// long as the leases cover it.
public final class LeaseBook {
    /// So long an account that was found spent is not asked again for the same limit.
    private static final long MEMORY = Duration.ofMillis(300).toNanos();

    /// So often a waiting call has the shared accounts asked again.
    private static final long PATIENCE = Duration.ofMillis(150).toNanos();

    /// So long a call waits for what another one has asked: the store answers or fails before.
    private static final long ANSWERED = Duration.ofSeconds(2).toNanos();

    private final Escrow escrow;
    private final EscrowRules rules;
    private final Consumer<Charge> exhausted;
    private final CurrentCharges current = new CurrentCharges();
    private final Map<BudgetAccount, Lease> leases = new ConcurrentHashMap<>();
    private final LeaseCare care;
    private final AtomicInteger waiting = new AtomicInteger();

    /// @param instance the name its leases are held under
    /// @param nanoTime a monotonic clock in nanoseconds
    public LeaseBook(String instance, Accounts accounts, EscrowRules rules, LongSupplier nanoTime) {
        this(instance, accounts, rules, nanoTime, _ -> {});
    }

    /// @param exhausted told of each charge that a reservation was refused for, its account being
    ///   spent; must not wait
    public LeaseBook(
            String instance,
            Accounts accounts,
            EscrowRules rules,
            LongSupplier nanoTime,
            Consumer<Charge> exhausted) {
        this.escrow = new Escrow(instance, accounts, nanoTime);
        this.rules = rules;
        this.exhausted = exhausted;
        this.care = new LeaseCare(leases, escrow);
    }

    /// The charge that a call of this moment makes on a budget.
    ///
    /// @param zone whose calendar the budget's periods follow
    public Charge charge(Budget budget, Instant now, ZoneId zone) {
        return current.of(budget, now, zone);
    }

    /// Sets the same amount aside on every account, or on none.
    ///
    /// @param charges each account once
    /// @param least less is of no use
    /// @param wanted more is not needed
    public Reserved reserve(List<Charge> charges, Usd least, Usd wanted) {
        Reserved result = reserveInTime(charges, least, wanted);
        if (result instanceof Reserved.Spent(Charge charge, Usd _)) {
            exhausted.accept(charge);
        }
        return result;
    }

    private Reserved reserveInTime(List<Charge> charges, Usd least, Usd wanted) {
        if (charges.isEmpty()) {
            return new Reserved.Granted(Reservation.NONE);
        }
        long began = escrow.now();
        long patience = rules.patience().toNanos();
        boolean queued = false;
        try {
            while (true) {
                Try tried = tryOnce(charges, least.nanos(), wanted.nanos());
                long left = patience - (escrow.now() - began);
                if (!(tried.result instanceof Reserved.Held) || left <= 0) {
                    return tried.result;
                }
                if (!queued && waiting.incrementAndGet() > rules.mostWaiting()) {
                    queued = true;
                    return tried.result;
                }
                queued = true;
                tried.shortOf.awaitChange(Math.min(left, PATIENCE));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Reserved.Held(charges.getFirst());
        } finally {
            if (queued) {
                waiting.decrementAndGet();
            }
        }
    }

    /// Nothing, on these accounts: what the attempt costs is taken from them all the same.
    public Reservation on(List<Charge> charges) {
        return new Reservation(leases(charges), Usd.ZERO, List.of());
    }

    private List<Lease> leases(List<Charge> charges) {
        return leasesOf(lines(charges));
    }

    /// The reservation, with what the attempt costs added to these accounts as well.
    public Reservation watching(Reservation reservation, List<Charge> soft) {
        if (soft.isEmpty()) {
            return reservation;
        }
        List<BudgetAccount> known = reservation.accounts();
        return reservation.watching(
                leases(soft).stream().filter(lease -> !known.contains(lease.account())).toList());
    }

    /// The budgets that are on an account, as far as calls of late were on them.
    public List<Budget> budgetsOf(BudgetAccount account) {
        Lease lease = leases.get(account);
        return lease == null ? List.of() : lease.budgets();
    }

    private Try tryOnce(List<Charge> charges, long least, long wanted) throws InterruptedException {
        List<Line> lines = lines(charges);
        long now = escrow.now();
        Optional<Reserved> inMemory = locked(lines, () -> fromLeases(lines, wanted, wanted, now));
        if (inMemory.isPresent()) {
            return new Try(inMemory.get(), lines.getFirst().lease);
        }
        Optional<Line> spent = locked(lines, () -> knownSpent(lines, least, now));
        if (spent.isPresent()) {
            return new Try(spent.get().spent(), spent.get().lease);
        }
        boolean heard = refill(lines, least, wanted, now);
        return locked(
                lines,
                () ->
                        fromLeases(lines, least, wanted, now)
                                .map(granted -> new Try(granted, lines.getFirst().lease))
                                .orElseGet(() -> refused(lines, least, now, heard)));
    }

    private List<Line> lines(List<Charge> charges) {
        List<Line> lines = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            Lease lease = lease(charge);
            lease.isOf(charge.budget());
            lines.add(new Line(charge, lease));
        }
        lines.sort((one, other) -> one.lease.compareTo(other.lease));
        return lines;
    }

    private Lease lease(Charge charge) {
        // Without a lock where it is there, which it nearly always is.
        Lease known = leases.get(charge.account());
        return known == null
                ? leases.computeIfAbsent(charge.account(), _ -> new Lease(charge))
                : known;
    }

    private static <T> T locked(List<Line> lines, Supplier<T> work) {
        int taken = 0;
        try {
            for (Line line : lines) {
                line.lease.lock();
                taken++;
            }
            return work.get();
        } finally {
            while (taken > 0) {
                lines.get(--taken).lease.unlock();
            }
        }
    }

    /// Needs the locks.
    private Optional<Reserved> fromLeases(List<Line> lines, long least, long wanted, long now) {
        long free = wanted;
        for (Line line : lines) {
            free = Math.min(free, line.free(now));
        }
        if (free < least || escrow.expired(now) || anyGone(lines)) {
            return Optional.empty();
        }
        for (Line line : lines) {
            line.lease.reserve(free);
        }
        return Optional.of(
                new Reserved.Granted(new Reservation(leasesOf(lines), new Usd(free), List.of())));
    }

    private static boolean anyGone(List<Line> lines) {
        for (Line line : lines) {
            if (line.lease.gone()) {
                return true;
            }
        }
        return false;
    }

    private static List<Lease> leasesOf(List<Line> lines) {
        List<Lease> leases = new ArrayList<>(lines.size());
        for (Line line : lines) {
            leases.add(line.lease);
        }
        return leases;
    }

    private static Optional<Line> knownSpent(List<Line> lines, long least, long now) {
        return lines.stream()
                .filter(line -> line.lease.knownSpent(least, line.limit(), now, MEMORY))
                .findFirst();
    }

    /// Needs the locks.
    private Try refused(List<Line> lines, long least, long now, boolean heard) {
        for (Line line : lines) {
            if (line.lease.spentUp(least, line.limit())) {
                return new Try(line.spent(), line.lease);
            }
        }
        for (Line line : lines) {
            if (line.free(now) < least || !heard && escrow.expired(now)) {
                Reserved result =
                        heard
                                ? new Reserved.Held(line.charge)
                                : new Reserved.OutOfReach(line.charge);
                return new Try(result, line.lease);
            }
        }
        // It came free between two looks, or the lease was ended: try again.
        Line first = lines.getFirst();
        return new Try(new Reserved.Held(first.charge), first.lease);
    }

    /// Asks the shared accounts for what the leases lack, unless another call is asking.
    ///
    /// @return whether they could be reached
    private boolean refill(List<Line> lines, long least, long wanted, long now)
            throws InterruptedException {
        List<Line> mine = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        Optional<Line> asked =
                locked(lines, () -> startAsking(lines, least, wanted, now, mine, requests));
        if (!mine.isEmpty()) {
            return escrow.ask(leasesOf(mine), requests);
        }
        if (asked.isPresent()) {
            asked.get().lease.awaitAnswer(ANSWERED);
        }
        return escrow.reached();
    }

    private Optional<Line> startAsking(
            List<Line> lines,
            long least,
            long wanted,
            long now,
            List<Line> mine,
            List<Request> requests) {
        Optional<Line> others = Optional.empty();
        for (Line line : lines) {
            long free = line.free(now);
            if (free >= wanted && !escrow.expired(now)) {
                continue;
            }
            if (!line.lease.startAsking()) {
                others = Optional.of(line);
                continue;
            }
            long lacking = Math.max(0, least - free);
            long welcome = Math.max(lacking, wanted - free);
            mine.add(line);
            requests.add(
                    new Request(
                            line.charge.account(),
                            line.charge.limit(),
                            new Usd(lacking),
                            new Usd(
                                    line.lease.wish(
                                            welcome, line.limit(), escrow.instances(), now))));
        }
        return others;
    }

    /// Tells that this instance lives. Counted from before it asked.
    ///
    /// @throws StorageUnavailable if nobody could be told
    public void keepAlive() {
        escrow.keepAlive();
    }

    /// The instances that were alive when this one last told that it is.
    public int instances() {
        return escrow.instances();
    }

    /// Gives back what others wait for, and what nobody used for a minute, and has leases refilled
    /// that will run out soon. To be called a few times a second.
    ///
    /// @throws StorageUnavailable if the shared accounts cannot be reached; nothing is lost
    public void tend() {
        care.tend();
    }

    /// Leases a fair part of periods that begin soon, on accounts that are in use: the store may be
    /// away when they do. To be called about once a second.
    public void takeAhead(Instant now) {
        care.takeAhead(now);
    }

    /// These entries are in the ledger, which took their costs off the leases.
    public void posted(List<LedgerEntry> entries) {
        for (LedgerEntry entry : entries) {
            if (entry.instance().equals(escrow.instance())) {
                posted(entry.accounts(), entry.charged().nanos());
            }
        }
    }

    private void posted(List<BudgetAccount> accounts, long cost) {
        for (BudgetAccount account : accounts) {
            Lease lease = leases.get(account);
            if (lease != null) {
                lease.posted(cost);
            }
        }
    }

    /// Gives back all that is not needed: the instance closes.
    public void close() {
        care.close();
    }

    /// @param shortOf what to wait for
    private record Try(Reserved result, Lease shortOf) {}

    private record Line(Charge charge, Lease lease) {
        long limit() {
            return charge.limit().nanos();
        }

        long free(long now) {
            return lease.free(charge, now);
        }

        Reserved spent() {
            return new Reserved.Spent(charge, new Usd(lease.allSpent()));
        }
    }
}
