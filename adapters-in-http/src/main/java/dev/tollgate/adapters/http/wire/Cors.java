package dev.tollgate.adapters.http.wire;

import java.util.Set;

/// Which web pages may read answers.
///
/// @param origins allowed origins; `*` for all
/// @param credentials whether they may send cookies; without effect where all are allowed
public record Cors(Set<String> origins, boolean credentials) {
    /// Every page, without cookies.
    public static final Cors ALL = new Cors(Set.of("*"), false);

    private static final byte[] ALLOW_ALL = ResponseHead.line("access-control-allow-origin", "*");
    private static final byte[] ALLOW = ResponseHead.name("access-control-allow-origin");
    private static final byte[] CREDENTIALS =
            ResponseHead.line("access-control-allow-credentials", "true");
    private static final byte[] EXPOSE = ResponseHead.line("access-control-expose-headers", "*");
    private static final byte[] METHODS =
            ResponseHead.line(
                    "access-control-allow-methods",
                    "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY");
    private static final byte[] MAX_AGE = ResponseHead.line("access-control-max-age", "600");
    private static final byte[] HEADERS = ResponseHead.name("access-control-allow-headers");

    public Cors {
        origins = Set.copyOf(origins);
    }

    boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }

    void lines(ResponseHead head, String origin) {
        if (origins.contains("*")) {
            head.line(ALLOW_ALL).line(EXPOSE);
        } else if (origins.contains(origin)) {
            head.field(ALLOW, origin).line(EXPOSE);
            if (credentials) {
                head.line(CREDENTIALS);
            }
        }
    }

    void preflightLines(ResponseHead head, String requestedHeaders) {
        head.line(METHODS).line(MAX_AGE).field(HEADERS, requestedHeaders);
    }
}
