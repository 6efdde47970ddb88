package dev.tollgate.application.port.in;

import dev.tollgate.domain.money.PriceUpdate;

/// Takes the price file anew, and has the deployments priced by it.
public interface ReloadPrices {
    /// Calls that run keep the prices they began with.
    PriceUpdate reload();
}
