package dev.tollgate.application.fleet;

import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.SharedCooldowns;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// Tells other replicas of the cooldowns that begin here, and hears of theirs. It asks for news
/// only where the store has changed since.
public final class CooldownExchange implements SharedCooldowns {
    /// Above this many that wait to be told, others find out by themselves.
    private static final int MOST_WAITING = 1_000;

    private final String instance;
    private final CooldownBoard board;
    private final LongSupplier revision;
    private final LongSupplier nanoTime;
    private final Runnable nudge;
    private final Map<DeploymentId, Long> ends = new ConcurrentHashMap<>();
    private long heard = -1;

    /// @param revision of the store, as far as it is followed
    /// @param nanoTime a monotonic clock in nanoseconds
    /// @param nudge has [#tend] called soon, and returns at once
    public CooldownExchange(
            String instance,
            CooldownBoard board,
            LongSupplier revision,
            LongSupplier nanoTime,
            Runnable nudge) {
        this.instance = instance;
        this.board = board;
        this.revision = revision;
        this.nanoTime = nanoTime;
        this.nudge = nudge;
    }

    @Override
    public void cooled(DeploymentId deployment, Duration length) {
        if (ends.size() < MOST_WAITING) {
            ends.put(deployment, nanoTime.getAsLong() + length.toNanos());
            nudge.run();
        }
    }

    /// Tells what is to be told, and passes on what others told. To be called a few times a second
    /// by one thread.
    ///
    /// @param listener leaves a deployment alone for so long
    /// @throws StorageUnavailable if the store is away: what was to be told is told the next time
    public void tend(BiConsumer<DeploymentId, Duration> listener) {
        tell();
        if (revision.getAsLong() != heard) {
            CooldownBoard.News news = board.since(instance, heard);
            heard = news.revision();
            news.left().forEach(listener);
        }
    }

    private void tell() {
        Map<DeploymentId, Long> waiting = Map.copyOf(ends);
        waiting.forEach(ends::remove);
        long now = nanoTime.getAsLong();
        Map<DeploymentId, Duration> left = new HashMap<>();
        waiting.forEach(
                (deployment, end) -> {
                    if (end - now > 0) {
                        left.put(deployment, Duration.ofNanos(end - now));
                    }
                });
        if (left.isEmpty()) {
            return;
        }
        try {
            board.tell(instance, left);
        } catch (StorageUnavailable e) {
            waiting.forEach(ends::putIfAbsent);
            throw e;
        }
    }
}
