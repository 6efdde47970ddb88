package dev.tollgate.application.port.out;

import dev.tollgate.domain.catalog.ModelCard;

import java.util.List;

/// The catalogue of known models.
public interface ModelCards {
    /// The card of a model, [ModelCard#UNKNOWN] if there is none. `provider/model` beats the bare
    /// `model`.
    ModelCard find(String provider, String model);

    /// Every known model of a provider, bare names, sorted.
    List<String> modelsOf(String provider);

    /// The provider whose model this bare name is, empty if nobody's.
    String providerOf(String model);
}
