package dev.tollgate.adapters.http;

import dev.tollgate.adapters.http.envelope.Forwarding;
import dev.tollgate.adapters.http.openai.ErrorStyle;
import dev.tollgate.adapters.http.wire.Cors;
import dev.tollgate.adapters.http.wire.WireLimits;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// How the server listens and answers. All but [#live] is fixed for the server's life.
///
/// @param host address to listen on
/// @param port port to listen on; 0: any free one
/// @param tls certificate and key; [TlsFiles#NONE] for plain HTTP
/// @param limits bounds of time and memory
/// @param cors which web pages may read answers
/// @param rootPath path prefix under which a proxy offers the gateway, without a trailing slash;
///   empty if none
/// @param hsts send `strict-transport-security`
/// @param version shown to callers
/// @param grace how long running calls may go on after the listener closed
/// @param callIds makes an id for every call whose caller brings none
/// @param live asked anew by every request
public record HttpSettings(
        String host,
        int port,
        TlsFiles tls,
        WireLimits limits,
        Cors cors,
        String rootPath,
        boolean hsts,
        String version,
        Duration grace,
        Supplier<String> callIds,
        Supplier<Live> live) {

    public HttpSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        if (!rootPath.isEmpty() && (!rootPath.startsWith("/") || rootPath.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "a root path starts with a slash and ends without: " + rootPath);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace must not be negative: " + grace);
        }
    }

    /// Plain HTTP with every bound at its default.
    public static HttpSettings on(String host, int port, String version) {
        return new HttpSettings(
                host,
                port,
                TlsFiles.NONE,
                WireLimits.DEFAULT,
                Cors.ALL,
                "",
                false,
                version,
                Duration.ofSeconds(60),
                HttpSettings::randomId,
                () -> Live.DEFAULT);
    }

    public HttpSettings withTls(TlsFiles files) {
        return new HttpSettings(
                host, port, files, limits, cors, rootPath, hsts, version, grace, callIds, live);
    }

    public HttpSettings withLimits(WireLimits bounds) {
        return new HttpSettings(
                host, port, tls, bounds, cors, rootPath, hsts, version, grace, callIds, live);
    }

    public HttpSettings withCors(Cors policy) {
        return new HttpSettings(
                host, port, tls, limits, policy, rootPath, hsts, version, grace, callIds, live);
    }

    public HttpSettings withRootPath(String path) {
        return new HttpSettings(
                host, port, tls, limits, cors, path, hsts, version, grace, callIds, live);
    }

    public HttpSettings withHsts(boolean on) {
        return new HttpSettings(
                host, port, tls, limits, cors, rootPath, on, version, grace, callIds, live);
    }

    public HttpSettings withGrace(Duration time) {
        return new HttpSettings(
                host, port, tls, limits, cors, rootPath, hsts, version, time, callIds, live);
    }

    public HttpSettings withCallIds(Supplier<String> ids) {
        return new HttpSettings(
                host, port, tls, limits, cors, rootPath, hsts, version, grace, ids, live);
    }

    public HttpSettings withLive(Supplier<Live> settings) {
        return new HttpSettings(
                host, port, tls, limits, cors, rootPath, hsts, version, grace, callIds, settings);
    }

    /// An id names a call, it protects nothing: a cheap source of chance will do.
    private static String randomId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xf000L | 0x4000L;
        long low = random.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low).toString();
    }

    /// What a reload of the configuration may change.
    ///
    /// @param keyHeader the one header that carries keys (`litellm_key_header_name`); empty for the
    ///   usual ones
    /// @param callIdInErrors add `litellm_call_id` to error bodies
    /// @param mockTesting let callers ask for failures with `mock_testing_…` fields
    /// @param forwarding which of a caller's headers go on to providers
    /// @param ready whether the gateway can serve calls
    /// @param overBudget status of an answer to whom a spent budget refuses
    public record Live(
            String keyHeader,
            boolean callIdInErrors,
            boolean mockTesting,
            Forwarding forwarding,
            boolean ready,
            int overBudget) {
        public static final Live DEFAULT = new Live("", false, false, Forwarding.NOTHING, true);

        ErrorStyle errors() {
            return new ErrorStyle(callIdInErrors, overBudget);
        }

        /// With the usual statuses.
        public Live(
                String keyHeader,
                boolean callIdInErrors,
                boolean mockTesting,
                Forwarding forwarding,
                boolean ready) {
            this(keyHeader, callIdInErrors, mockTesting, forwarding, ready, ErrorStyle.OVER_BUDGET);
        }
    }
}
