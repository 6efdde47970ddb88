package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;

import org.apache.hc.core5.http.HttpHost;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The hosts letters go to, with one pool each. A host is bound by the engine's pool size, or by
/// what its deployments ask for together where that is more.
final class Upstreams {
    private final EngineOptions options;
    private final Map<String, Integer> asked;
    private final Map<Origin, ConnectionPool> pools = new ConcurrentHashMap<>();
    private volatile boolean closing;

    Upstreams(EngineOptions options, Collection<DeploymentSettings> deployments) {
        this.options = options;
        Map<String, Integer> sums = new HashMap<>();
        for (DeploymentSettings settings : deployments) {
            sums.merge(hostOf(settings.apiBase()), settings.maxParallel(), Integer::sum);
        }
        this.asked = Map.copyOf(sums);
    }

    /// @throws IllegalArgumentException if this is no URL to send letters to
    Upstream find(URI url, boolean verifyTls) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("not a http or https URL");
        }
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        Origin origin = new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port, verifyTls);
        ConnectionPool pool = pools.computeIfAbsent(origin, this::open);
        if (closing) {
            pool.close();
        }
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery();
        return new Upstream(
                url,
                pool,
                query == null ? path : path + '?' + query,
                url.getPort() >= 0 ? origin.host() + ':' + port : origin.host());
    }

    private ConnectionPool open(Origin origin) {
        HttpHost target = new HttpHost(origin.scheme(), bare(origin.host()), origin.port());
        int size = Math.max(options.poolSize(), asked.getOrDefault(origin.host(), 0));
        return new ConnectionPool(new Connector(target, origin.verifyTls(), options), size);
    }

    /// Closes idle connections, and all others when their exchange ends.
    void close() {
        closing = true;
        pools.values().forEach(ConnectionPool::close);
    }

    private static String hostOf(String base) {
        try {
            String host = URI.create(base).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private record Origin(String scheme, String host, int port, boolean verifyTls) {}

    /// One URL, ready to be asked.
    record Upstream(URI url, ConnectionPool pool, String path, String host) {}
}
