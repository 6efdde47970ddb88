package dev.tollgate.application.memory;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.AccountEntries;
import dev.tollgate.domain.ledger.Bookings;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What [InMemoryAccounts], [InMemoryLedger] and [InMemorySpendRecords] share. Of the entries only
/// the newest are kept, to be read and to know a repeated one by; totals are exact. An entry that
/// is posted once more after it was forgotten counts twice.
public final class InMemoryBooks {
    /// Entries that are kept unless said otherwise.
    public static final int KEPT_ENTRIES = 100_000;

    /// Accounts from which on no more are opened for what callers name as they like.
    private static final int MANY_ACCOUNTS = 200_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Map<BudgetAccount, Account> accounts = new HashMap<>();
    final Holders holders = new Holders();
    final EntryRing entries;
    final DailyLines days = new DailyLines();
    final DailyFailures failures = new DailyFailures();

    /// Entries of the days before are not taken.
    private LocalDate firstDay = LocalDate.EPOCH;

    public InMemoryBooks(InstantSource clock, RandomGenerator chance) {
        this(clock, chance, KEPT_ENTRIES);
    }

    public InMemoryBooks(InstantSource clock, RandomGenerator chance, int keptEntries) {
        this.clock = clock;
        this.chance = chance;
        this.entries = new EntryRing(keptEntries);
    }

    <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    UUID newId(Instant time) {
        return EntryIds.at(time, chance);
    }

    Optional<Account> known(BudgetAccount account) {
        return Optional.ofNullable(accounts.get(account));
    }

    Account opened(BudgetAccount account) {
        return accounts.computeIfAbsent(account, _ -> new Account());
    }

    /// The accounts of a scope that have settled anything and whose period may still run.
    List<BudgetAccount> spent(Scope scope, Instant moment) {
        return accounts.entrySet().stream()
                .filter(each -> each.getValue().settled() != 0)
                .map(Map.Entry::getKey)
                .filter(account -> account.subject().scope() == scope)
                .filter(account -> !endedBy(account, moment))
                .sorted()
                .toList();
    }

    void forgetBefore(LocalDate day) {
        firstDay = day.isAfter(firstDay) ? day : firstDay;
        entries.removeBefore(day);
    }

    /// Accounts of periods that ended by then, and of which nobody holds anything.
    void forgetEndedBy(Instant moment) {
        accounts.entrySet()
                .removeIf(
                        each ->
                                each.getValue().leased() == 0
                                        && !isBooked(each.getKey())
                                        && endedBy(each.getKey(), moment));
    }

    private boolean isBooked(BudgetAccount account) {
        return holders.all().anyMatch(holder -> holder.booked.containsKey(account));
    }

    private static boolean endedBy(BudgetAccount account, Instant moment) {
        return BudgetAccount.isOver(account.window(), account.periodStart(), moment);
    }

    /// Appends an entry, or puts it in the place of a provisional one of its id.
    void post(LedgerEntry entry) {
        if (EntryRing.dayOf(entry.id()).isBefore(firstDay)) {
            return;
        }
        Optional<LedgerEntry> old = entries.find(entry.id());
        if (old.isEmpty() || replaces(entry, old.get())) {
            old.ifPresent(this::forget);
            put(old, entry);
        }
    }

    private static boolean replaces(LedgerEntry entry, LedgerEntry old) {
        return Bookings.isProvisional(old.outcome().status())
                && !Bookings.isProvisional(entry.outcome().status());
    }

    private void forget(LedgerEntry old) {
        if (old.outcome().status() == Status.UNRECONCILED) {
            holders.of(old.instance()).booked.values().removeIf(each -> each.equals(old.id()));
        }
    }

    /// Keeps an entry and changes all that follows from it.
    private void put(Optional<LedgerEntry> old, LedgerEntry entry) {
        Bookings.changes(old, entry)
                .forEach(
                        (account, change) -> {
                            boolean named = entry.accounts().contains(account);
                            if (named && isCallCost(entry, change)) {
                                takeOff(entry.instance(), account, change.nanos());
                            }
                            if (named || hasRoom(account)) {
                                opened(account).settle(change.nanos());
                            }
                        });
        old.ifPresent(days::remove);
        days.add(entry);
        old.ifPresent(failures::remove);
        failures.add(entry);
        entries.put(entry);
    }

    private static boolean isCallCost(LedgerEntry entry, Usd change) {
        return Bookings.isCall(entry) && change.nanos() > 0;
    }

    private boolean hasRoom(BudgetAccount account) {
        Scope scope = account.subject().scope();
        return accounts.size() < MANY_ACCOUNTS
                || scope != Scope.CUSTOMER && scope != Scope.TAG
                || accounts.containsKey(account);
    }

    /// What was spent was leased: now or, where the lease was booked as a whole, before.
    private void takeOff(String instance, BudgetAccount account, long cost) {
        long rest = cost - holders.reduce(instance, account, cost, opened(account));
        if (rest > 0) {
            correct(instance, account, rest);
        }
    }

    /// Lowers the entry that a lease was booked by.
    ///
    /// @param most what to lower it by, or less where it is less
    /// @return whether there was anything to lower
    boolean correct(String instance, BudgetAccount account, long most) {
        Optional<LedgerEntry> booked =
                Optional.ofNullable(holders.of(instance).booked.get(account))
                        .flatMap(entries::find)
                        .filter(entry -> entry.charged().nanos() > 0);
        booked.ifPresent(
                entry -> {
                    long left = Math.max(0, entry.charged().nanos() - most);
                    put(Optional.of(entry), entry.charging(new Usd(left)));
                });
        return booked.isPresent();
    }

    /// Books a lease as spent, as one entry for each instance and account.
    void book(String instance, BudgetAccount account, Usd amount, Instant at) {
        Holder holder = holders.of(instance);
        Optional<LedgerEntry> old =
                Optional.ofNullable(holder.booked.get(account)).flatMap(entries::find);
        LedgerEntry entry =
                old.map(known -> known.charging(known.charged().plus(amount)))
                        .orElseGet(
                                () ->
                                        AccountEntries.unreconciled(
                                                newId(at), instance, account, at, amount));
        put(old, entry);
        holder.booked.put(account, entry.id());
    }
}
