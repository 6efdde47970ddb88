package dev.tollgate.application.setup;

import dev.tollgate.application.port.out.ModelProvider;
import dev.tollgate.application.port.out.StreamContinuations;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.ModelAccess.Asked;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

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
    ///
    /// @param team for which it is asked for; empty: none
    public Asked asked(String model, String team) {
        Optional<Resolution> found = catalog.resolve(model, team);
        return new Asked(
                model,
                catalog.providerOf(model),
                found.map(catalog::accessGroupsOf).orElse(Set.of()),
                found.map(Resolution::team).orElse(""),
                found.isPresent());
    }

    /// The same for each of a caller's teams.
    public Function<String, Asked> asked(String model) {
        return team -> asked(model, team);
    }

    /// Whether there is a way for a caller to call a model.
    public boolean mayCall(Caller caller, String model) {
        return mayCall(caller, model, Asked::served);
    }

    /// Whether there is a way for a caller to call a deployment by its model's name.
    public boolean mayCall(Caller caller, Deployment deployment) {
        return mayCall(
                caller,
                deployment.group(),
                asked -> asked.served() && asked.team().equals(deployment.team()));
    }

    private boolean mayCall(Caller caller, String model, Predicate<Asked> meant) {
        return caller.holders().stream()
                .anyMatch(
                        holder -> {
                            Asked asked = asked(model, holder.team());
                            return meant.test(asked) && holder.models().refusing(asked).isEmpty();
                        });
    }
}
