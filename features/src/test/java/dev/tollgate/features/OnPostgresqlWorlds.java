package dev.tollgate.features;

import dev.tollgate.features.driver.HttpDriver;
import dev.tollgate.features.driver.InDatabase;

/// Worlds whose gateways keep everything in PostgreSQL.
public final class OnPostgresqlWorlds extends Worlds {
    public OnPostgresqlWorlds() {
        super(HttpDriver::new, InDatabase::postgresql);
    }
}
