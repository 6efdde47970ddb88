package dev.tollgate.features;

import dev.tollgate.features.driver.HttpDriver;
import dev.tollgate.features.driver.InDatabase;

/// Worlds whose gateways keep everything in the embedded database (SQLite).
public final class OnSqliteWorlds extends Worlds {
    public OnSqliteWorlds() {
        super(HttpDriver::new, InDatabase::embedded);
    }
}
