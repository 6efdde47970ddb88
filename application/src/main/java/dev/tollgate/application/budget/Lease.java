package dev.tollgate.application.budget;

import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.money.Usd;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// This instance's part of one account. All amounts in nano-dollars. Whoever takes several locks
/// takes them in the order of the accounts' names; nobody holds one across I/O.
final class Lease implements Comparable<Lease> {
    /// A smaller part of an account than one so many-th is its end.
    private static final long MUCH = 8;

    private final BudgetAccount account;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// What it was last used for.
    private Charge charge;

    /// Leased and not yet posted to the ledger as spent.
    private long held;

    /// Set aside for running attempts.
    private long reserved;

    /// Spent by attempts that have ended and are not posted yet.
    private long spent;

    /// What the account has spent, as far as is known here.
    private long settled;

    private long others;
    private boolean known;
    private boolean asking;
    private boolean gone;

    /// Whether a grant may have been made that was never heard of.
    private boolean unsure;

    private long unsureSince;
    private long limit = Long.MAX_VALUE;
    private long usedAt;
    private long answeredAt;
    private long thinUntil;

    private volatile @Nullable Budget hard;
    private volatile @Nullable Budget soft;

    Lease(Charge charge) {
        this.account = charge.account();
        this.name = account.name();
        this.charge = charge;
    }

    /// Remembers the budget, for those who ask whose account it is.
    void isOf(Budget budget) {
        // Written only when it changes: calls on many threads pass here.
        if (budget.soft() && !budget.equals(soft)) {
            soft = budget;
        } else if (!budget.soft() && !budget.equals(hard)) {
            hard = budget;
        }
    }

    List<Budget> budgets() {
        return Stream.of(Optional.ofNullable(hard), Optional.ofNullable(soft))
                .flatMap(Optional::stream)
                .toList();
    }

    BudgetAccount account() {
        return account;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// What can be reserved now under this limit. Needs the lock.
    long free(Charge its, long now) {
        long itsLimit = its.limit().nanos();
        if (itsLimit < limit && known && its.budget().equals(charge.budget())) {
            disown(now);
        }
        charge = its;
        limit = itsLimit;
        usedAt = now;
        long lent = held - reserved - spent;
        return Math.max(0, known ? Math.min(lent, itsLimit - committed()) : lent);
    }

    /// An increase has ended. What was leased under it, here and elsewhere, may be more than there
    /// is now: what is not needed is given up, which the shared accounts are told, and asked for
    /// anew under the limit in force.
    private void disown(long now) {
        held = reserved + spent;
        unsure = true;
        unsureSince = now;
    }

    private long committed() {
        return settled + spent + reserved;
    }

    /// Needs the lock.
    void reserve(long amount) {
        reserved += amount;
    }

    void settle(long amount, long cost) {
        lock.lock();
        try {
            reserved -= amount;
            spent += cost;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// An entry over this cost was posted: the ledger took it off the lease.
    void posted(long cost) {
        lock.lock();
        try {
            // Who settled after the lease had been put away is not in this one's count.
            spent = Math.max(0, spent - cost);
            held = Math.max(0, held - cost);
            settled += cost;
        } finally {
            lock.unlock();
        }
    }

    /// Takes the right to ask the shared accounts, which one at a time has. Needs the lock.
    boolean startAsking() {
        if (asking) {
            return false;
        }
        asking = true;
        return true;
    }

    void answered(Grant grant, long now) {
        lock.lock();
        try {
            held += grant.granted().nanos();
            settled = grant.settled().nanos();
            others = grant.leasedToOthers().nanos();
            known = true;
            answeredAt = now;
        } finally {
            stopAsking();
            lock.unlock();
        }
    }

    void endAsking() {
        lock.lock();
        try {
            stopAsking();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody answered: it may have been granted all the same.
    void unanswered(long now) {
        lock.lock();
        try {
            unsure = true;
            unsureSince = now;
            stopAsking();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the right to ask the shared accounts, which have to be told what is held here, if they
    /// may have granted more.
    OptionalLong toldIfUnsure() {
        lock.lock();
        try {
            return unsure && startAsking() ? OptionalLong.of(held) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /// The shared accounts were told what is held here.
    ///
    /// @param late what was not granted within this time never will be
    void told(long now, long late) {
        lock.lock();
        try {
            unsure = now - unsureSince < late;
            stopAsking();
        } finally {
            lock.unlock();
        }
    }

    private void stopAsking() {
        asking = false;
        changed.signalAll();
    }

    /// Whether the account, as last heard of not long ago, has no room for this amount even if all
    /// that is reserved here or leased elsewhere came back. Needs the lock.
    boolean knownSpent(long amount, long itsLimit, long now, long memory) {
        return known && now - answeredAt < memory && spentUp(amount, itsLimit);
    }

    /// Needs the lock.
    boolean spentUp(long amount, long itsLimit) {
        return settled + spent + amount > itsLimit;
    }

    /// Needs the lock.
    boolean askedSince(long moment) {
        return known && answeredAt - moment >= 0;
    }

    /// Needs the lock.
    long allSpent() {
        return settled + spent;
    }

    /// How much to ask for: all there may be where nobody else is, and a part of what remains where
    /// others are. Needs the lock.
    long wish(long least, long itsLimit, int instances, long now) {
        if (now - thinUntil < 0) {
            return least;
        }
        if (instances <= 1) {
            return Math.max(least, itsLimit);
        }
        long remainder = known ? itsLimit - settled - others - held : itsLimit;
        return Math.max(least, remainder / (2L * instances));
    }

    /// Waits until something came back, or at most this long. Does not need the lock.
    void awaitChange(long nanos) throws InterruptedException {
        lock.lock();
        try {
            changed.await(nanos, TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until whoever asks has their answer or none, or something came back, or at most this
    /// long. Does not need the lock.
    void awaitAnswer(long nanos) throws InterruptedException {
        lock.lock();
        try {
            if (asking) {
                changed.await(nanos, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Gives up what is not needed now, and takes the right to ask the shared accounts, which has
    /// to be told what is kept. While much of the account is left, a fair part is kept at first,
    /// and given up where that was not enough: who gives everything has nothing when the shared
    /// accounts go away in this moment.
    ///
    /// @param thinFor for how long no more is asked for than is needed
    /// @param keeping the fair part of what remains: one so many-th
    /// @return what is kept; nothing if there is nothing to give up, or somebody is asking
    OptionalLong giveUpIdle(long now, long thinFor, long keeping) {
        lock.lock();
        try {
            long left = limit - committed();
            boolean again = now - thinUntil < 0;
            long fair = again || left < limit / MUCH ? 0 : Math.max(0, left / keeping);
            thinUntil = now + thinFor;
            long idle = held - reserved - spent - fair;
            if (idle <= 0 || !startAsking()) {
                return OptionalLong.empty();
            }
            held -= idle;
            return OptionalLong.of(held);
        } finally {
            lock.unlock();
        }
    }

    /// Whether it is used and will run out soon.
    boolean runsLow(long now, long activeWithin) {
        lock.lock();
        try {
            long lent = held - reserved - spent;
            long remainder = limit - settled - others - held;
            return known
                    && !asking
                    && now - thinUntil >= 0
                    && usedWithin(activeWithin, now)
                    && remainder > 0
                    && lent < Math.max(1, remainder / 8);
        } finally {
            lock.unlock();
        }
    }

    /// Not that it will be used: a part may be leased before its period begins.
    private boolean usedWithin(long nanos, long now) {
        return now - usedAt >= 0 && now - usedAt < nanos;
    }

    /// What it is used for, if it was used lately.
    Optional<Charge> inUse(long now, long within) {
        lock.lock();
        try {
            return known && usedWithin(within, now) ? Optional.of(charge) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the right to ask for a part of a period to come, if nothing of it is held yet.
    ///
    /// @param begins when the period does: until a while after that the lease counts as used
    boolean startAhead(long begins) {
        lock.lock();
        try {
            if (held > 0 || gone || unsure || !startAsking()) {
                return false;
            }
            limit = charge.limit().nanos();
            usedAt = begins;
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean unusedFor(long nanos, long now) {
        lock.lock();
        try {
            return now - usedAt >= nanos && reserved == 0 && spent == 0 && !asking;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the lease if nothing is left that anybody could miss.
    boolean endIfEmpty() {
        lock.lock();
        try {
            gone = held == 0 && reserved == 0 && spent == 0 && !asking && !unsure;
            return gone;
        } finally {
            lock.unlock();
        }
    }

    /// Whether it has ended: whoever still has it looks for its successor. Needs the lock.
    boolean gone() {
        return gone;
    }

    Reservation.KeyAccount figures() {
        lock.lock();
        try {
            return new Reservation.KeyAccount(new Usd(settled + spent), new Usd(limit));
        } finally {
            lock.unlock();
        }
    }

    long limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int compareTo(Lease other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
