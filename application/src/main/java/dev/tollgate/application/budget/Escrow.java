package dev.tollgate.application.budget;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// This instance before the shared accounts: what it asks of them and tells them, and whether they
/// answer.
final class Escrow {
    /// A lease is not used for the last part of its life, whatever clocks say.
    private static final long MARGIN = Duration.ofSeconds(30).toNanos();

    private static final long LIFE = Accounts.LEASE_LENGTH.toNanos() - MARGIN;

    private final String instance;
    private final Accounts accounts;
    private final LongSupplier nanoTime;
    private volatile int instances = 1;
    private volatile long aliveAt;
    private volatile boolean reached = true;

    Escrow(String instance, Accounts accounts, LongSupplier nanoTime) {
        this.instance = instance;
        this.accounts = accounts;
        this.nanoTime = nanoTime;
        this.aliveAt = nanoTime.getAsLong();
    }

    String instance() {
        return instance;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /// Whether leases may not be used any more, because nobody was told for so long that this
    /// instance lives.
    boolean expired(long now) {
        return now - aliveAt >= LIFE;
    }

    /// Whether the shared accounts answered when they were last asked, by whoever.
    boolean reached() {
        return reached;
    }

    /// The instances that were alive when this one last told that it is.
    int instances() {
        return instances;
    }

    /// Tells that this instance lives. Counted from before it asked.
    ///
    /// @throws StorageUnavailable if nobody could be told
    void keepAlive() {
        long before = now();
        instances = Math.max(1, accounts.alive(instance));
        aliveAt = before;
        reached = true;
    }

    /// Asks for more on leases, all of which this thread has the right to ask for.
    ///
    /// @param requests one for each lease
    /// @return whether there was an answer
    boolean ask(List<Lease> asking, List<Request> requests) {
        int answered = 0;
        try {
            if (expired(now())) {
                keepAlive();
            }
            List<Grant> grants = accounts.lease(instance, requests);
            long now = now();
            for (Grant grant : grants) {
                asking.get(answered++).answered(grant, now);
            }
            reached = true;
            return true;
        } catch (StorageUnavailable _) {
            reached = false;
            return false;
        } finally {
            long now = now();
            asking.subList(answered, asking.size()).forEach(each -> each.unanswered(now));
        }
    }

    /// What others wait for and this instance holds.
    Set<BudgetAccount> recalled() {
        return accounts.recalled(instance);
    }

    /// Tells that of its leases no more than this is held.
    void keep(Map<BudgetAccount, Usd> held) {
        accounts.keep(instance, held);
    }
}
