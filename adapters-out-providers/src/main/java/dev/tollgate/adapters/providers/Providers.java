package dev.tollgate.adapters.providers;

import dev.tollgate.adapters.providers.anthropic.AnthropicProtocol;
import dev.tollgate.adapters.providers.azure.AzureAddress;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.directory.ProviderEntry.Kind;
import dev.tollgate.adapters.providers.http.EngineOptions;
import dev.tollgate.adapters.providers.http.HttpModelProvider;
import dev.tollgate.adapters.providers.mock.MockReplies;
import dev.tollgate.adapters.providers.openai.OpenAiAddress;
import dev.tollgate.adapters.providers.openai.OpenAiProtocol;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.Protocol;
import dev.tollgate.application.port.out.TokenCounter;

import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/// Opens the providers of one configuration snapshot.
public final class Providers {
    private final ProviderDirectory directory;
    private final EngineOptions options;
    private final TokenCounter tokens;

    /// @param tokens estimates what attempts used that were given up
    public Providers(ProviderDirectory directory, EngineOptions options, TokenCounter tokens) {
        this.tokens = tokens;
        this.directory = directory;
        this.options = options;
    }

    /// Connects nothing yet. Closing the result waits for its last exchange.
    ///
    /// @throws IllegalArgumentException if a deployment's provider is not served, unless it has a
    ///   mock response
    public HttpModelProvider open(Collection<DeploymentSettings> deployments) {
        InstantSource clock = InstantSource.system();
        Map<Kind, Protocol> protocols = new EnumMap<>(Kind.class);
        Protocol openAi = new OpenAiProtocol(directory, new OpenAiAddress());
        protocols.put(Kind.OPENAI, openAi);
        protocols.put(Kind.ANTHROPIC, new AnthropicProtocol(clock));
        protocols.put(Kind.AZURE, new OpenAiProtocol(directory, new AzureAddress()));
        return new HttpModelProvider(
                deployments,
                options,
                settings -> protocol(protocols, openAi, settings),
                new MockReplies(clock, () -> UUID.randomUUID().toString()),
                tokens,
                clock);
    }

    /// Deployments of unknown providers are spoken to as OpenAI is.
    private Protocol protocol(
            Map<Kind, Protocol> protocols, Protocol openAi, DeploymentSettings settings) {
        Kind kind =
                directory.find(settings.provider()).map(entry -> entry.kind()).orElse(Kind.OPENAI);
        Protocol protocol = protocols.get(kind);
        if (protocol != null) {
            return protocol;
        }
        if (!settings.mockResponse().isEmpty()) {
            return openAi;
        }
        throw new IllegalArgumentException(
                "deployment %s: provider %s is known but not served"
                        .formatted(settings.id(), settings.provider()));
    }
}
