package dev.tollgate.adapters.providers.identity;

import dev.tollgate.adapters.providers.identity.KeySource.Held;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The keys of all addresses of a party.
final class KeyRing {
    /// Of the keys that fit a token which names none.
    private static final int MOST_TRIED = 8;

    /// The longest that a call waits for keys.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final List<KeySource> sources;

    KeyRing(
            List<URI> addresses,
            TokenTrust trust,
            InstantSource clock,
            KeySource.Download download,
            Executor threads) {
        this.sources =
                addresses.stream()
                        .map(address -> new KeySource(address, trust, clock, download, threads))
                        .toList();
    }

    void prepare(Instant now) {
        sources.forEach(source -> source.keys(now));
    }

    /// The keys that a token may be signed with. Where none fits, they are looked for once more.
    ///
    /// @param keyId the key that the token names; empty: none
    Fitting fitting(Algorithm algorithm, String keyId, Instant now) {
        List<Candidate> known = known(algorithm, keyId, now);
        if (known.isEmpty()) {
            lookAgain(now);
            known = known(algorithm, keyId, now);
        }
        boolean complete = sources.stream().noneMatch(source -> source.keys(now).generation() == 0);
        return new Fitting(known, complete);
    }

    private List<Candidate> known(Algorithm algorithm, String keyId, Instant now) {
        List<Candidate> fitting = new ArrayList<>();
        for (KeySource source : sources) {
            Held held = source.keys(now);
            for (SigningKey key : held.keys()) {
                if (key.fits(algorithm, keyId) && fitting.size() < MOST_TRIED) {
                    fitting.add(new Candidate(source, held.generation(), key));
                }
            }
        }
        return fitting;
    }

    private void lookAgain(Instant now) {
        CompletableFuture<?>[] looks =
                sources.stream()
                        .map(source -> source.lookAgain(now))
                        .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(looks).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // What is there by now has to do.
        }
    }

    /// @param complete whether every address has told its keys
    record Fitting(List<Candidate> keys, boolean complete) {
        Fitting {
            keys = List.copyOf(keys);
        }
    }

    /// @param generation of the source's keys
    record Candidate(KeySource source, long generation, SigningKey key) {}
}
