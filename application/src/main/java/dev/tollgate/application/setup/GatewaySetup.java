package dev.tollgate.application.setup;

import dev.tollgate.application.port.out.ModelProvider;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.catalog.ModelCatalog;

/// Everything that configuration decides about calls.
///
/// @param catalog name → deployments
/// @param rules how calls are routed, repeated and bounded
/// @param limits the gateway's own limits
/// @param masterKey the administrator's key; never empty
/// @param forcedModel model used for every call, whatever the caller asks for; empty: the caller's
/// @param provider the providers behind the catalogue's deployments
public record GatewaySetup(
        ModelCatalog catalog,
        RouterRules rules,
        ParallelLimits limits,
        Secret masterKey,
        String forcedModel,
        ModelProvider provider) {
    public GatewaySetup {
        if (masterKey.isEmpty()) {
            throw new IllegalArgumentException("the gateway does not run without a master key");
        }
    }

    /// How many calls may run at once; 0 means any number.
    ///
    /// @param perCaller `max_parallel_requests`
    /// @param global `global_max_parallel_requests`
    public record ParallelLimits(int perCaller, int global) {
        public static final ParallelLimits NONE = new ParallelLimits(0, 0);

        public ParallelLimits {
            if (perCaller < 0 || global < 0) {
                throw new IllegalArgumentException(
                        "parallel limits must not be negative: %d, %d"
                                .formatted(perCaller, global));
            }
        }
    }
}
