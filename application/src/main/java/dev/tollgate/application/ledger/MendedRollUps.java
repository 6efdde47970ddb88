package dev.tollgate.application.ledger;

import dev.tollgate.application.port.out.RollUps;
import dev.tollgate.application.port.out.StorageUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Has the figures of the last days mended where somebody wrote beside them, soon after the start
/// and then hour by hour. Every instance may do it; none needs to be asked first.
public final class MendedRollUps implements Runnable {
    static final Duration FIRST = Duration.ofMinutes(2);
    static final Duration BETWEEN = Duration.ofHours(1);

    /// Entries that come later than that are found by who asks for it.
    static final int DAYS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(MendedRollUps.class);

    private final RollUps figures;
    private final InstantSource time;
    private final LedgerPoster.Rest rest;

    public MendedRollUps(RollUps figures, InstantSource time, LedgerPoster.Rest rest) {
        this.figures = figures;
        this.time = time;
        this.rest = rest;
    }

    @Override
    public void run() {
        Duration next = FIRST;
        while (rest.rest(next)) {
            mend();
            next = BETWEEN;
        }
    }

    private void mend() {
        LocalDate first = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC).minusDays(DAYS - 1);
        try {
            int days = figures.mendSince(first);
            if (days > 0) {
                LOG.info(
                        "figures of {} days were summed up anew: an older version had written"
                                + " beside this one",
                        days);
            }
        } catch (StorageUnavailable e) {
            LOG.warn("figures of days are looked at in an hour again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("figures of days cannot be mended, which is tried again", e);
        }
    }
}
