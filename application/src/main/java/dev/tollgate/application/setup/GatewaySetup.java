package dev.tollgate.application.setup;

import dev.tollgate.application.port.out.ModelProvider;
import dev.tollgate.application.port.out.StreamContinuations;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.catalog.ModelCatalog;

/// Everything that configuration decides about calls.
///
/// @param catalog name → deployments
/// @param rules how calls are routed, repeated and bounded
/// @param limits the gateway's own limits
/// @param money how budgets hold
/// @param masterKey the administrator's key; never empty
/// @param forcedModel model used for every call, whatever the caller asks for; empty: the caller's
/// @param alwaysStreamUsage give the usage of a stream also to callers who did not ask for it
/// @param health how deployments are checked
/// @param provider the providers behind the catalogue's deployments
/// @param transcripts which calls are kept word for word
/// @param continuations how streams that broke are carried on
public record GatewaySetup(
        ModelCatalog catalog,
        RouterRules rules,
        ParallelLimits limits,
        MoneyRules money,
        Secret masterKey,
        String forcedModel,
        boolean alwaysStreamUsage,
        HealthRules health,
        ModelProvider provider,
        TranscriptRules transcripts,
        StreamContinuations continuations) {
    public GatewaySetup {
        if (masterKey.isEmpty()) {
            throw new IllegalArgumentException("the gateway does not run without a master key");
        }
    }

    /// A model as lists of models are asked about it.
    public ModelAccess.Asked asked(String model) {
        return new ModelAccess.Asked(
                model, catalog.providerOf(model), catalog.accessGroupsOf(model));
    }
}
