package dev.tollgate.features;

import dev.tollgate.features.driver.HttpDriver;

/// Worlds whose callers have a socket.
public final class OverHttpWorlds extends Worlds {
    public OverHttpWorlds() {
        super(HttpDriver::new);
    }
}
