package dev.tollgate.application.port.out;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;

import java.util.List;

/// The catalogue of known models.
public interface ModelCards {
    /// The card of a model, [ModelCard#UNKNOWN] if there is none. `provider/model` beats the bare
    /// `model`, and a bare name is taken only where it is that provider's.
    ///
    /// @param provider the provider's prefix; empty: whoever lists the name
    /// @param model as users write it, with or without prefix
    ModelCard find(String provider, String model);

    /// Like [#find], but a price that holds in the region comes first.
    ///
    /// @param region as the provider names it; empty: none
    default ModelCard findIn(String provider, String region, String model) {
        return find(provider, model);
    }

    /// The card that a configuration's `base_model` names: the provider's own, else anybody's.
    default ModelCard findBase(String provider, String baseModel) {
        ModelCard own = find(provider, baseModel);
        return own.known() ? own : find("", baseModel);
    }

    /// What is known of the model that a candidate stands for: what its deployment says, else what
    /// the catalogue says of the upstream's model, at the deployment's place and markup.
    default ModelCard cardOf(Candidate candidate) {
        Deployment deployment = candidate.deployment();
        ModelCard its = deployment.card();
        if (its.known() || its.prices().stated()) {
            return its;
        }
        ModelCard found = find(deployment.provider(), candidate.upstreamModel());
        return found.withPrices(found.prices().termsOf(its.prices()));
    }

    /// Which prices these are: a date, and what tells them from others of that day.
    default String version() {
        return "";
    }

    /// Every known model of a provider, bare names, sorted.
    List<String> modelsOf(String provider);

    /// The provider whose model this bare name is, empty if nobody's.
    String providerOf(String model);
}
