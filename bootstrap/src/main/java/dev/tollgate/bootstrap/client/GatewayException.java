package dev.tollgate.bootstrap.client;

import java.time.Duration;
import java.util.Optional;

/// Why there is no (whole) answer. Every class stands for something a caller can act on; the
/// message says what was refused and by whom, never a secret and never which deployment it was.
public abstract sealed class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final long retryAfterMillis;

    private GatewayException(String message, int status, Optional<Duration> retryAfter) {
        super(message);
        this.status = status;
        this.retryAfterMillis = retryAfter.map(Duration::toMillis).orElse(-1L);
    }

    /// The HTTP status that the gateway's HTTP callers get for the same failure.
    public int status() {
        return status;
    }

    /// The message; never absent.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// When another try may do better, as far as anybody said.
    public Optional<Duration> retryAfter() {
        return retryAfterMillis < 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(retryAfterMillis));
    }

    /// The request is at fault and fails again unchanged.
    public static sealed class BadRequest extends GatewayException {
        private static final long serialVersionUID = 1L;

        private final String param;

        BadRequest(String message, int status, String param) {
            super(message, status, Optional.empty());
            this.param = param;
        }

        /// The field at fault; empty if nobody said.
        public String param() {
            return param;
        }
    }

    /// No deployment, alias or pattern answers to the model's name.
    public static final class UnknownModel extends BadRequest {
        private static final long serialVersionUID = 1L;

        UnknownModel(String message) {
            super(message, 400, "model");
        }
    }

    /// The request is longer than the model can read.
    public static final class ContextWindowExceeded extends BadRequest {
        private static final long serialVersionUID = 1L;

        ContextWindowExceeded(String message, int status, String param) {
            super(message, status, param);
        }
    }

    /// The provider's rules on content forbid the request or its answer.
    public static final class ContentPolicyViolation extends BadRequest {
        private static final long serialVersionUID = 1L;

        ContentPolicyViolation(String message, int status, String param) {
            super(message, status, param);
        }
    }

    /// A credential is not accepted: the deployment's by the provider, or one in the request by the
    /// gateway.
    public static final class Authentication extends GatewayException {
        private static final long serialVersionUID = 1L;

        Authentication(String message, int status) {
            super(message, status, Optional.empty());
        }
    }

    /// The credential may not do this.
    public static final class PermissionDenied extends GatewayException {
        private static final long serialVersionUID = 1L;

        PermissionDenied(String message, int status) {
            super(message, status, Optional.empty());
        }
    }

    /// The provider does not know the model or what the request refers to.
    public static final class NotFound extends GatewayException {
        private static final long serialVersionUID = 1L;

        NotFound(String message, int status) {
            super(message, status, Optional.empty());
        }
    }

    /// Too much at once or in too short a time; by the provider's limits or the gateway's.
    public static final class RateLimited extends GatewayException {
        private static final long serialVersionUID = 1L;

        RateLimited(String message, int status, Optional<Duration> retryAfter) {
            super(message, status, retryAfter);
        }
    }

    /// No answer in time.
    public static final class Timeout extends GatewayException {
        private static final long serialVersionUID = 1L;

        Timeout(String message, int status) {
            super(message, status, Optional.empty());
        }
    }

    /// The provider could not be reached, or says that it cannot serve now.
    public static final class ProviderUnavailable extends GatewayException {
        private static final long serialVersionUID = 1L;

        ProviderUnavailable(String message, int status, Optional<Duration> retryAfter) {
            super(message, status, retryAfter);
        }
    }

    /// The provider failed, or its answer cannot be read.
    public static final class ServerError extends GatewayException {
        private static final long serialVersionUID = 1L;

        ServerError(String message, int status, Optional<Duration> retryAfter) {
            super(message, status, retryAfter);
        }
    }

    /// A stream ended before its answer was whole. What was read until then is genuine, but not
    /// all; the cause says what happened.
    public static final class StreamBroken extends GatewayException {
        private static final long serialVersionUID = 1L;

        StreamBroken(GatewayException why) {
            super("the stream broke: " + why.getMessage(), why.status(), why.retryAfter());
            var _ = initCause(why);
        }
    }

    /// The caller gave the call up: closed its stream or interrupted its thread.
    public static final class Cancelled extends GatewayException {
        private static final long serialVersionUID = 1L;

        Cancelled(String message) {
            super(message, 499, Optional.empty());
        }
    }

    /// The gateway is closed, or was while the call ran.
    public static final class GatewayClosed extends GatewayException {
        private static final long serialVersionUID = 1L;

        GatewayClosed() {
            super("the gateway is closed", 503, Optional.empty());
        }
    }
}
