package dev.tollgate.application.ledger;

import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.application.port.out.StorageUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/// Forgets ledger entries, or whatever else is kept by days, that are older than they are to be
/// kept, hour by hour. Every instance may do it; none needs to be asked first.
public final class OldEntries implements Runnable {
    static final Duration BETWEEN = Duration.ofHours(1);

    /// Between two parts of one hour's work: others use the store as well.
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(OldEntries.class);

    private final LedgerRetention ledger;
    private final Supplier<Duration> kept;
    private final InstantSource time;
    private final LedgerPoster.Rest rest;

    /// @param kept how long entries are kept, in force at the moment; zero: for ever
    public OldEntries(
            LedgerRetention ledger,
            Supplier<Duration> kept,
            InstantSource time,
            LedgerPoster.Rest rest) {
        this.ledger = ledger;
        this.kept = kept;
        this.time = time;
        this.rest = rest;
    }

    @Override
    public void run() {
        boolean more = false;
        while (rest.rest(more ? PAUSE : BETWEEN)) {
            more = forgetSome();
        }
    }

    /// @return whether there is more to do at once
    private boolean forgetSome() {
        Duration length = kept.get();
        if (length.isZero()) {
            return false;
        }
        LocalDate first = LocalDate.ofInstant(time.instant().minus(length), ZoneOffset.UTC);
        try {
            return ledger.forgetBefore(first);
        } catch (StorageUnavailable e) {
            LOG.warn("what is old stays for another hour: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("what is old cannot be forgotten, which is tried again", e);
        }
        return false;
    }
}
