package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.directory.Traits;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.call.Dialect;

import java.net.URI;
import java.util.function.BiConsumer;

/// Where letters go and how they are authorized.
public interface Address {
    /// @param endpoint the dialect that goes over the wire
    /// @param model the upstream model
    /// @throws IllegalArgumentException if the base URL does not make a URL
    URI url(DeploymentSettings settings, Traits traits, Dialect endpoint, String model);

    /// Gives the headers that prove who asks, by name and value.
    void authorize(DeploymentSettings settings, Traits traits, BiConsumer<String, String> headers);

    /// The name that goes into the body.
    String model(DeploymentSettings settings, Traits traits, String model);
}
