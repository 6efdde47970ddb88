package dev.tollgate.adapters.providers.http;

import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/// How the engine behaves towards every provider.
///
/// @param version the gateway's version, told to providers as `tollgate/<version>`
/// @param maxReplyBytes largest whole answer that is read
/// @param maxEventBytes largest single event of a stream that is read
/// @param poolSize connections to one host that may be open, unless its deployments ask for more
/// @param keepAlive how long an idle connection is kept
/// @param tls trust for TLS connections; empty: the platform's
public record EngineOptions(
        String version,
        int maxReplyBytes,
        int maxEventBytes,
        int poolSize,
        Duration keepAlive,
        Optional<SSLContext> tls) {

    public static final EngineOptions DEFAULTS =
            new EngineOptions(
                    "0.1.0", 256 << 20, 16 << 20, 1000, Duration.ofSeconds(55), Optional.empty());

    public EngineOptions {
        if (maxReplyBytes <= 0 || maxEventBytes <= 0 || poolSize <= 0) {
            throw new IllegalArgumentException(
                    "bounds must be positive: %d, %d, %d"
                            .formatted(maxReplyBytes, maxEventBytes, poolSize));
        }
        if (!keepAlive.isPositive()) {
            throw new IllegalArgumentException("times must be positive: " + keepAlive);
        }
    }

    public EngineOptions withVersion(String other) {
        return new EngineOptions(other, maxReplyBytes, maxEventBytes, poolSize, keepAlive, tls);
    }

    public EngineOptions withMaxReplyBytes(int other) {
        return new EngineOptions(version, other, maxEventBytes, poolSize, keepAlive, tls);
    }

    public EngineOptions withPoolSize(int other) {
        return new EngineOptions(version, maxReplyBytes, maxEventBytes, other, keepAlive, tls);
    }

    public EngineOptions withTls(SSLContext other) {
        return new EngineOptions(
                version, maxReplyBytes, maxEventBytes, poolSize, keepAlive, Optional.of(other));
    }
}
