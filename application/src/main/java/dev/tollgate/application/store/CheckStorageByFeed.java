package dev.tollgate.application.store;

import dev.tollgate.application.port.in.CheckStorage;

import java.util.function.BooleanSupplier;

/// A database is connected while news come from it.
public final class CheckStorageByFeed implements CheckStorage {
    private final ChangeFeed feed;
    private final BooleanSupplier readyWithout;

    /// @param readyWithout whether a gateway that has lost its database is to get calls all the
    ///   same
    public CheckStorageByFeed(ChangeFeed feed, BooleanSupplier readyWithout) {
        this.feed = feed;
        this.readyWithout = readyWithout;
    }

    @Override
    public Answer check() {
        if (!feed.cutOff()) {
            return new Answer(Connection.CONNECTED, true);
        }
        return new Answer(Connection.DISCONNECTED, feed.everHeard() && readyWithout.getAsBoolean());
    }
}
