package dev.tollgate.adapters.persistence.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Brings a tape to the disk again and again, makes segments before they are needed and deletes
/// those that are not any more.
final class Keeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Tape tape;
    private final ForcedRounds rounds;
    private final Supplier<Optional<LiveSegment>> needed;
    private final Duration interval;
    private boolean failing;

    /// @param needed the oldest segment that must stay
    Keeper(
            Tape tape,
            ForcedRounds rounds,
            Supplier<Optional<LiveSegment>> needed,
            Duration interval) {
        this.tape = tape;
        this.rounds = rounds;
        this.needed = needed;
        this.interval = interval;
    }

    @Override
    public void run() {
        try {
            while (rounds.begin(interval)) {
                round();
            }
            rounds.end(force());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        rounds.end(force());
        try {
            var _ = tape.grow(tape.capacity() / 2);
            trim();
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("the journal cannot be tidied", e);
        }
    }

    private boolean force() {
        try {
            tape.force();
            tell(false);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is: those who wait are told, and the next round tries again.
            if (!failing) {
                LOG.error("the journal cannot be brought to the disk; calls are refused", e);
            }
            tell(true);
            return false;
        }
    }

    private void tell(boolean fails) {
        if (failing && !fails) {
            LOG.info("the journal is brought to the disk again");
        }
        failing = fails;
        tape.refuse(fails);
    }

    private void trim() throws IOException {
        Optional<LiveSegment> stays = needed.get();
        if (stays.isPresent()) {
            if (tape.crowded()) {
                release(stays.get());
            }
            tape.trim(stays.get());
        }
    }

    /// Attempts that have run for long must not keep a segment, and with it all behind it.
    private void release(LiveSegment stays) {
        Optional<LiveSegment> oldest = tape.first().filter(it -> it.before(stays));
        oldest.ifPresent(
                it -> {
                    var _ = it.open().stream().allMatch(Place::move);
                });
    }
}
