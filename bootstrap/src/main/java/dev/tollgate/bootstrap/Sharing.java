package dev.tollgate.bootstrap;

import dev.tollgate.application.fleet.CooldownExchange;
import dev.tollgate.application.limit.RateBook;
import dev.tollgate.application.limit.Replica;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.port.out.SharedCooldowns;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.bootstrap.storage.Storage;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.catalog.DeploymentId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// What replicas share besides money, and the thread that tends to it. A gateway without other
/// replicas shares nothing and has no such thread.
final class Sharing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);
    private static final Duration TENDING = Duration.ofMillis(300);
    private static final Duration SWEEPING = Duration.ofMinutes(1);

    /// What a place among parallel calls may take to come back from another replica.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Optional<LimitParts> parts;
    private final RateBook rates;
    private final Optional<CooldownExchange> cooldowns;
    private final Semaphore nudged = new Semaphore(0);
    private final Thread tending;
    private volatile boolean closing;
    private BiConsumer<DeploymentId, Duration> listener = (_, _) -> {};
    private long sweptAt = Machine.nanoTime().getAsLong();

    Sharing(Storage storage, InstantSource clock) {
        this.parts = storage.limitParts();
        this.rates =
                new RateBook(
                        clock,
                        parts.map(
                                its ->
                                        new Replica(
                                                storage.instance(),
                                                its,
                                                storage.feed()::cutOff,
                                                PATIENCE,
                                                Machine.nanoTime(),
                                                nudged::release)));
        this.cooldowns =
                storage.cooldowns()
                        .map(
                                board ->
                                        new CooldownExchange(
                                                storage.instance(),
                                                board,
                                                storage.feed()::revision,
                                                Machine.nanoTime(),
                                                nudged::release));
        storage.feed().whenMoved(nudged::release);
        this.tending = Thread.ofVirtual().name("share-tender").unstarted(this::tend);
    }

    /// @param leaveAlone hears of deployments that other replicas leave alone
    void start(BiConsumer<DeploymentId, Duration> leaveAlone) {
        if (parts.isPresent() || cooldowns.isPresent()) {
            listener = leaveAlone;
            tending.start();
        }
    }

    /// Hears of the cooldowns that begin here.
    SharedCooldowns cooldowns() {
        return cooldowns.<SharedCooldowns>map(its -> its).orElse(SharedCooldowns.NONE);
    }

    RateBook rates() {
        return rates;
    }

    private void tend() {
        while (rest()) {
            try {
                rates.tend();
                cooldowns.ifPresent(its -> its.tend(listener));
                sweep();
            } catch (StorageUnavailable e) {
                LOG.debug("what replicas share is not tended to: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("tending to what replicas share failed, and is tried again", e);
            }
        }
    }

    private void sweep() {
        long now = Machine.nanoTime().getAsLong();
        if (now - sweptAt >= SWEEPING.toNanos()) {
            sweptAt = now;
            parts.ifPresent(LimitParts::sweep);
        }
    }

    private boolean rest() {
        try {
            if (nudged.tryAcquire(TENDING.toMillis(), TimeUnit.MILLISECONDS)) {
                nudged.drainPermits();
            }
            return !closing;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /// Gives back what is not used. Calls must have ended.
    @Override
    public void close() {
        closing = true;
        nudged.release();
        try {
            boolean _ = !tending.isAlive() || tending.join(TENDING.plusSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        rates.close();
    }
}
