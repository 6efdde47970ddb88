package dev.tollgate.domain.failure;

/// What went wrong with one attempt, in the classes that routing rules and clients tell apart.
public enum FailureKind {
    BAD_REQUEST,
    UNSUPPORTED_PARAMS,
    CONTEXT_WINDOW,
    CONTENT_POLICY,
    AUTHENTICATION,
    PERMISSION,
    NOT_FOUND,
    TIMEOUT,
    UNPROCESSABLE,
    RATE_LIMIT,
    INTERNAL,
    BAD_GATEWAY,
    UNAVAILABLE,
    /// any other status
    API,
    /// no answer: refused, reset, DNS, TLS
    CONNECTION,
    /// an answer that cannot be used: not JSON, truncated, too large, a stream that broke
    MALFORMED_REPLY;

    /// Whether a provider that fails so has read the request and will not serve it: it works.
    public boolean ofTheRequest() {
        return switch (this) {
            case BAD_REQUEST, UNSUPPORTED_PARAMS, CONTEXT_WINDOW, CONTENT_POLICY, UNPROCESSABLE ->
                    true;
            case AUTHENTICATION,
                    PERMISSION,
                    NOT_FOUND,
                    TIMEOUT,
                    RATE_LIMIT,
                    INTERNAL,
                    BAD_GATEWAY,
                    UNAVAILABLE,
                    API,
                    CONNECTION,
                    MALFORMED_REPLY ->
                    false;
        };
    }
}
