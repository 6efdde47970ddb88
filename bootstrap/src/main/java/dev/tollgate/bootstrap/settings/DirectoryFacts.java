package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.directory.ProviderEntry;

import java.util.Optional;
import java.util.Set;

/// What the provider directory knows, as the checker asks for it.
public final class DirectoryFacts implements KnownProviders {
    private final ProviderDirectory directory;

    public DirectoryFacts(ProviderDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Facts> find(String prefix) {
        return directory.find(prefix).map(DirectoryFacts::facts);
    }

    @Override
    public Set<String> prefixes() {
        return directory.prefixes();
    }

    @Override
    public Optional<Facts> infer(String apiBase) {
        return directory.infer(apiBase).map(DirectoryFacts::facts);
    }

    private static Facts facts(ProviderEntry entry) {
        return new Facts(
                entry.prefix(),
                entry.kind() != ProviderEntry.Kind.NOT_YET,
                entry.baseUrl(),
                entry.baseVariables(),
                entry.keyVariables(),
                entry.keyOptional(),
                entry.placeholders(),
                entry.traits().bounds());
    }
}
