package dev.tollgate.application.budget;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.ledger.LedgerEntry;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All leases of this instance. Reserves on several accounts at once, all or nothing, in memory as
/// long as the leases cover it.
public final class LeaseBook {
    /// A lease is not used for the last part of its life, whatever clocks say.
    private static final long MARGIN = Duration.ofSeconds(30).toNanos();

    private static final long LIFE = Accounts.LEASE_LENGTH.toNanos() - MARGIN;

    /// So long an account that was found spent is not asked again for the same limit.
    private static final long MEMORY = Duration.ofMillis(300).toNanos();

    /// So often a waiting call has the shared accounts asked again.
    private static final long PATIENCE = Duration.ofMillis(150).toNanos();

    /// So long a call waits for what another one has asked: the store answers or fails before.
    private static final long ANSWERED = Duration.ofSeconds(2).toNanos();

    private static final long THIN = Duration.ofSeconds(5).toNanos();
    private static final long ACTIVE = Duration.ofSeconds(30).toNanos();
    private static final long IDLE = Duration.ofSeconds(60).toNanos();

    /// A grant that was not heard of in time may be made for so long.
    private static final long LATE = Duration.ofSeconds(5).toNanos();

    private static final int MOST_REFILLED = 500;
    private static final long NOTHING = Long.MAX_VALUE;

    private final String instance;
    private final Accounts accounts;
    private final EscrowRules rules;
    private final LongSupplier nanoTime;
    private final Consumer<Charge> exhausted;
    private final Map<BudgetAccount, Lease> leases = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int instances = 1;
    private volatile long aliveAt;

    /// Whether the shared accounts answered when they were last asked, by whoever.
    private volatile boolean reached = true;

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
        this.exhausted = exhausted;
        this.instance = instance;
        this.accounts = accounts;
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.aliveAt = nanoTime.getAsLong();
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
        long began = nanoTime.getAsLong();
        long patience = rules.patience().toNanos();
        boolean queued = false;
        try {
            while (true) {
                Try tried = tryOnce(charges, least.nanos(), wanted.nanos());
                long left = patience - (nanoTime.getAsLong() - began);
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
        return lines(charges).stream().map(line -> line.lease).toList();
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
        long now = nanoTime.getAsLong();
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
        return leases.computeIfAbsent(charge.account(), _ -> new Lease(charge));
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
        if (free < least || expired(now) || lines.stream().anyMatch(line -> line.lease.gone())) {
            return Optional.empty();
        }
        for (Line line : lines) {
            line.lease.reserve(free);
        }
        return Optional.of(
                new Reserved.Granted(
                        new Reservation(
                                lines.stream().map(line -> line.lease).toList(),
                                new Usd(free),
                                List.of())));
    }

    private boolean expired(long now) {
        return now - aliveAt >= LIFE;
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
            if (line.free(now) < least || !heard && expired(now)) {
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
            return ask(mine.stream().map(line -> line.lease).toList(), requests);
        }
        if (asked.isPresent()) {
            asked.get().lease.awaitAnswer(ANSWERED);
        }
        return reached;
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
            if (free >= wanted && !expired(now)) {
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
                            new Usd(line.lease.wish(welcome, line.limit(), instances, now))));
        }
        return others;
    }

    private boolean ask(List<Lease> asking, List<Request> requests) {
        int answered = 0;
        try {
            if (expired(nanoTime.getAsLong())) {
                keepAlive();
            }
            List<Grant> grants = accounts.lease(instance, requests);
            long now = nanoTime.getAsLong();
            for (Grant grant : grants) {
                asking.get(answered++).answered(grant, now);
            }
            reached = true;
            return true;
        } catch (StorageUnavailable _) {
            reached = false;
            return false;
        } finally {
            long now = nanoTime.getAsLong();
            asking.subList(answered, asking.size()).forEach(each -> each.unanswered(now));
        }
    }

    /// Tells that this instance lives. Counted from before it asked.
    ///
    /// @throws StorageUnavailable if nobody could be told
    public void keepAlive() {
        long before = nanoTime.getAsLong();
        instances = Math.max(1, accounts.alive(instance));
        aliveAt = before;
        reached = true;
    }

    /// The instances that were alive when this one last told that it is.
    public int instances() {
        return instances;
    }

    /// Gives back what others wait for, and what nobody used for a minute, and has leases refilled
    /// that will run out soon. To be called a few times a second.
    ///
    /// @throws StorageUnavailable if the shared accounts cannot be reached; nothing is lost
    public void tend() {
        long now = nanoTime.getAsLong();
        disownUnheard(now);
        giveBack(find(accounts.recalled(instance)), THIN, 2 * Math.max(2, instances));
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
        long now = nanoTime.getAsLong();
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
            accounts.keep(instance, kept);
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
            accounts.keep(instance, held);
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
            ask(low, requests);
        }
    }

    /// Leases a fair part of periods that begin soon, on accounts that are in use: the store may be
    /// away when they do. To be called about once a second.
    public void takeAhead(Instant now) {
        long nanos = nanoTime.getAsLong();
        List<Lease> asking = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        Iterator<Lease> all = leases.values().iterator();
        while (all.hasNext() && asking.size() < MOST_REFILLED) {
            for (Charge next : PeriodsAhead.of(all.next().inUse(nanos, ACTIVE), now)) {
                Lease its = lease(next);
                long begins = nanos + Duration.between(now, next.account().periodStart()).toNanos();
                if (its.startAhead(begins)) {
                    asking.add(its);
                    requests.add(ahead(next));
                }
            }
        }
        if (!asking.isEmpty()) {
            ask(asking, requests);
        }
    }

    /// Who came first may have all of it: half of an equal part is recalled from them.
    private Request ahead(Charge next) {
        long part = next.limit().nanos() / instances;
        return new Request(next.account(), next.limit(), new Usd(part / 2), new Usd(part));
    }

    private Request ahead(Lease lease, long now) {
        long limit = lease.limit();
        return new Request(
                lease.account(),
                new Usd(limit),
                Usd.ZERO,
                new Usd(lease.wish(0, limit, instances, now)));
    }

    /// These entries are in the ledger, which took their costs off the leases.
    public void posted(List<LedgerEntry> entries) {
        for (LedgerEntry entry : entries) {
            if (entry.instance().equals(instance)) {
                find(entry.accounts()).forEach(each -> each.posted(entry.charged().nanos()));
            }
        }
    }

    /// Gives back all that is not needed: the instance closes.
    public void close() {
        giveBack(List.copyOf(leases.values()), THIN, NOTHING);
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
