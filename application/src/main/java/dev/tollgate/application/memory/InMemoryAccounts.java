package dev.tollgate.application.memory;

import dev.tollgate.application.memory.Holder.Lease;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.AccountEntries;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Accounts in memory, for any number of instances within this process.
public final class InMemoryAccounts implements Accounts {
    private static final Duration ALIVE = Duration.ofSeconds(10);

    private final InMemoryBooks books;

    public InMemoryAccounts(InMemoryBooks books) {
        this.books = books;
    }

    @Override
    public List<Grant> lease(String instance, List<Request> requests) {
        return books.locked(
                () -> {
                    books.holders.of(instance).heard = books.now();
                    return requests.stream().map(request -> grant(instance, request)).toList();
                });
    }

    private Grant grant(String instance, Request request) {
        BudgetAccount name = request.account();
        Account account = books.opened(name);
        long least = request.least().nanos();
        long free = request.limit().nanos() - account.settled() - account.leased();
        long granted = 0;
        if (free < least) {
            books.holders.recall(instance, name, least - free);
        } else {
            granted = Math.min(free, request.wanted().nanos());
            books.holders.add(instance, name, granted, account);
            // What is left over is nobody's: whoever waits finds it without a recall.
            books.holders.relieve(name, free - granted);
        }
        return new Grant(
                new Usd(granted),
                new Usd(account.settled()),
                new Usd(account.leased() - books.holders.held(instance, name)));
    }

    @Override
    public void keep(String instance, Map<BudgetAccount, Usd> most) {
        books.locked(
                () -> {
                    most.forEach((account, kept) -> keep(instance, account, kept.nanos()));
                    return most;
                });
    }

    private void keep(String instance, BudgetAccount account, long most) {
        long over = books.holders.held(instance, account) - Math.max(0, most);
        if (over > 0) {
            free(instance, account, over);
        }
    }

    private boolean free(String instance, BudgetAccount name, long part) {
        long freed =
                books.known(name)
                        .map(account -> books.holders.reduce(instance, name, part, account))
                        .orElse(0L);
        books.holders.relieve(name, freed);
        return freed > 0;
    }

    @Override
    public Set<BudgetAccount> recalled(String instance) {
        return books.locked(
                () ->
                        books.holders.of(instance).leases.entrySet().stream()
                                .filter(lease -> lease.getValue().recalled > 0)
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public int alive(String instance) {
        return books.locked(
                () -> {
                    Instant now = books.now();
                    books.holders.of(instance).heard = now;
                    return books.holders.heardSince(now.minus(ALIVE));
                });
    }

    @Override
    public int expire() {
        return books.locked(
                () -> {
                    Instant now = books.now();
                    return books.holders.silent(now, LEASE_LENGTH).stream()
                            .mapToInt(instance -> book(instance, now))
                            .sum();
                });
    }

    private int book(String instance, Instant now) {
        Map<BudgetAccount, Lease> leases = Map.copyOf(books.holders.of(instance).leases);
        leases.forEach(
                (name, lease) -> {
                    long amount = lease.amount;
                    free(instance, name, amount);
                    books.book(instance, name, new Usd(amount), now);
                });
        books.holders.forget(instance);
        return leases.size();
    }

    @Override
    public int reconcile(String instance) {
        return books.locked(
                () -> {
                    Holder holder = books.holders.of(instance);
                    int changed = 0;
                    for (BudgetAccount name : Set.copyOf(holder.leases.keySet())) {
                        changed += free(instance, name, Long.MAX_VALUE) ? 1 : 0;
                    }
                    for (BudgetAccount name : Set.copyOf(holder.booked.keySet())) {
                        changed += books.correct(instance, name, Long.MAX_VALUE) ? 1 : 0;
                    }
                    holder.booked.clear();
                    books.holders.forget(instance);
                    return changed;
                });
    }

    @Override
    public List<Balance> balances(Collection<BudgetAccount> accounts) {
        return books.locked(() -> accounts.stream().map(this::balance).toList());
    }

    private Balance balance(BudgetAccount name) {
        Account account = books.known(name).orElseGet(Account::new);
        return new Balance(name, new Usd(account.settled()), new Usd(account.leased()));
    }

    @Override
    public Map<Subject, Usd> spent(Collection<Subject> subjects) {
        return books.locked(
                () -> {
                    Map<Subject, Usd> spent = new LinkedHashMap<>();
                    for (Subject subject : subjects) {
                        books.known(BudgetAccount.ever(subject))
                                .filter(account -> account.settled() != 0)
                                .ifPresent(a -> spent.put(subject, new Usd(a.settled())));
                    }
                    return spent;
                });
    }

    @Override
    public void adjust(BudgetAccount account, Usd settled, Instant at, String by) {
        books.locked(
                () -> {
                    set(account, settled, at, by);
                    return account;
                });
    }

    private void set(BudgetAccount account, Usd settled, Instant at, String by) {
        long difference = settled.nanos() - books.opened(account).settled();
        if (difference != 0) {
            books.post(
                    AccountEntries.adjustment(
                            books.newId(at), account, at, new Usd(difference), by));
        }
    }

    @Override
    public int clear(Scope scope, Instant at, String by) {
        return books.locked(
                () -> {
                    List<BudgetAccount> spent = books.spent(scope, at);
                    spent.forEach(account -> set(account, Usd.ZERO, at, by));
                    return spent.size();
                });
    }
}
