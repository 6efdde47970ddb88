package dev.tollgate.adapters.providers.directory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The providers known to the gateway. Immutable.
public final class ProviderDirectory {
    private final Map<String, ProviderEntry> byPrefix;
    private final Map<String, ProviderEntry> byHost;

    private ProviderDirectory(Map<String, ProviderEntry> byPrefix) {
        this.byPrefix = byPrefix;
        Map<String, ProviderEntry> hosts = new HashMap<>();
        for (ProviderEntry entry : byPrefix.values()) {
            if (!entry.baseUrl().isEmpty() && entry.placeholders().isEmpty()) {
                String host = host(entry.baseUrl());
                if (!isLocal(host)) {
                    hosts.putIfAbsent(host, entry);
                }
            }
        }
        this.byHost = Map.copyOf(hosts);
    }

    /// Reads the directory that comes with the gateway.
    public static ProviderDirectory load() {
        try (InputStream in = ProviderDirectory.class.getResourceAsStream("providers.txt")) {
            if (in == null) {
                throw new IllegalStateException("the provider directory is not on the class path");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return parse(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalArgumentException naming the first line that cannot be read
    static ProviderDirectory parse(List<String> lines) {
        Map<String, ProviderEntry> entries = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            ProviderEntry entry = EntryLine.parse(line);
            if (entries.put(entry.prefix(), entry) != null) {
                throw new IllegalArgumentException("provider listed twice: " + entry.prefix());
            }
        }
        return new ProviderDirectory(entries);
    }

    public Optional<ProviderEntry> find(String prefix) {
        return Optional.ofNullable(byPrefix.get(prefix));
    }

    /// Every prefix, in the directory's order.
    public Set<String> prefixes() {
        return byPrefix.keySet();
    }

    /// The provider at whose host this base URL points, if that host is one provider's.
    public Optional<ProviderEntry> infer(String apiBase) {
        return Optional.ofNullable(byHost.get(host(apiBase)));
    }

    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1");
    }
}
