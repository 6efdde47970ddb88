package dev.tollgate.features;

import dev.tollgate.features.driver.InProcessDriver;

/// Worlds whose callers live in the gateway's process.
public final class InProcessWorlds extends Worlds {
    public InProcessWorlds() {
        super(InProcessDriver::new);
    }
}
