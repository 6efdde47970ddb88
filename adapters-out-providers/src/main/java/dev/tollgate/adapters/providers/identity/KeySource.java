package dev.tollgate.adapters.providers.identity;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/// The keys of one address. They are looked for anew when they are no longer fresh, and when a
/// token names one that is not among them: by one look at a time, and seldom, whoever asks how
/// often. While the address does not answer, the keys that were there last go on to be used.
final class KeySource {
    /// Between two looks, so that tokens with made-up keys do not become a flood over there.
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    /// The same where there are no keys yet.
    static final Duration BETWEEN_FIRST_LOOKS = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);

    private final URI address;
    private final Duration fresh;
    private final Duration stale;
    private final InstantSource clock;
    private final Download download;
    private final Executor threads;
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> running =
            new AtomicReference<>();
    private volatile Held held = new Held(List.of(), 0, Instant.MIN);
    private volatile Instant looked = Instant.MIN;

    KeySource(
            URI address,
            TokenTrust trust,
            InstantSource clock,
            Download download,
            Executor threads) {
        this.address = address;
        this.fresh = trust.fresh();
        this.stale = trust.stale();
        this.clock = clock;
        this.download = download;
        this.threads = threads;
    }

    /// The keys in force; none where there are none that can be trusted.
    Held keys(Instant now) {
        Held its = held;
        if (!now.isBefore(after(its.at(), fresh)) && mayLook(now)) {
            boolean _ = look(now).isDone();
        }
        return now.isBefore(after(after(its.at(), fresh), stale)) ? its : Held.NONE;
    }

    /// Looks for keys that are not among the known ones, if the last look was not just now.
    ///
    /// @return done when there is nothing to wait for any more
    CompletableFuture<Boolean> lookAgain(Instant now) {
        CompletableFuture<Boolean> look = running.get();
        if (look != null) {
            return look;
        }
        return mayLook(now) ? look(now) : CompletableFuture.completedFuture(false);
    }

    private boolean mayLook(Instant now) {
        Duration wait = held.generation() == 0 ? BETWEEN_FIRST_LOOKS : BETWEEN_LOOKS;
        return !now.isBefore(after(looked, wait));
    }

    private static Instant after(Instant at, Duration time) {
        return at.equals(Instant.MIN) ? at : at.plus(time);
    }

    private CompletableFuture<Boolean> look(Instant now) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = running.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        looked = now;
        threads.execute(
                () -> {
                    boolean had = false;
                    try {
                        had = take();
                    } finally {
                        running.set(null);
                        mine.complete(had);
                    }
                });
        return mine;
    }

    private boolean take() {
        try {
            List<SigningKey> keys = download.from(address);
            Held before = held;
            boolean same = before.generation() > 0 && before.keys().equals(keys);
            held = new Held(keys, before.generation() + (same ? 0 : 1), clock.instant());
            if (!same) {
                LOG.info("{} keys of {} are in force", keys.size(), address.getHost());
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the keys at {} cannot be had: {}", place(), e.getClass().getSimpleName());
        } catch (BadToken e) {
            LOG.warn("what is at {} is no set of keys: {}", place(), e.reason());
        }
        return false;
    }

    /// Without what may be secret in an address.
    private String place() {
        return address.getScheme() + "://" + address.getAuthority() + address.getPath();
    }

    /// Gets keys from an address.
    @FunctionalInterface
    interface Download {
        List<SigningKey> from(URI address) throws IOException, BadToken;
    }

    /// @param generation 1 for the first keys, one more with every other set; 0: there are none
    /// @param at when they were seen last
    record Held(List<SigningKey> keys, long generation, Instant at) {
        static final Held NONE = new Held(List.of(), 0, Instant.MIN);
    }
}
