package dev.tollgate.application.store;

import java.time.Duration;
import java.util.function.Supplier;

/// Whether copies of what is kept can be trusted still.
///
/// @param silence how long the store was not heard of
/// @param grace for how long copies are trusted without news of it
public record StoreTrust(Supplier<Duration> silence, Supplier<Duration> grace) {
    /// For a store that cannot be lost.
    public static final StoreTrust ALWAYS =
            new StoreTrust(() -> Duration.ZERO, () -> Duration.ZERO);

    /// Whether changes made elsewhere are not heard of at the moment.
    public boolean cutOff() {
        return silence.get().compareTo(ChangeFeed.CUT_OFF) > 0;
    }

    /// Whether that has lasted too long for copies to be used.
    public boolean graceOver() {
        return silence.get().compareTo(grace.get()) > 0;
    }
}
