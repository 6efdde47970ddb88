package dev.tollgate.application.store;

import dev.tollgate.application.port.in.CheckStorage;

import java.util.function.BooleanSupplier;

/// A database is connected while news come from it. A gateway that has lost it is ready for as long
/// as it serves the keys it knows.
public final class CheckStorageByFeed implements CheckStorage {
    private final ChangeFeed feed;
    private final StoreTrust trust;
    private final BooleanSupplier readyWithout;

    /// @param trust for how long known keys are served without news
    /// @param readyWithout whether calls are to come also after that
    public CheckStorageByFeed(ChangeFeed feed, StoreTrust trust, BooleanSupplier readyWithout) {
        this.feed = feed;
        this.trust = trust;
        this.readyWithout = readyWithout;
    }

    @Override
    public Answer check() {
        if (!feed.cutOff()) {
            return new Answer(Connection.CONNECTED, true);
        }
        boolean serves = !trust.graceOver() || readyWithout.getAsBoolean();
        return new Answer(Connection.DISCONNECTED, feed.everHeard() && serves);
    }
}
