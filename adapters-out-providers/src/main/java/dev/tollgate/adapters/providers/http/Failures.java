package dev.tollgate.adapters.providers.http;

import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;

import javax.net.ssl.SSLException;

/// What went wrong on the way, in words a caller may read: no addresses, no class names.
final class Failures {
    private static final int UNUSABLE = 500;

    private Failures() {}

    /// The exchange was ended before the provider was through.
    static ProviderFailure ended(String provider, Exchange exchange) {
        return switch (exchange.get()) {
            case TIMED_OUT, SILENT ->
                    ProviderFailure.of(
                            FailureKind.TIMEOUT,
                            408,
                            provider,
                            "Request timed out: %s."
                                    .formatted(
                                            missed(
                                                    exchange.clock(),
                                                    exchange.bound(exchange.clock()))));
            case CANCELLED ->
                    ProviderFailure.of(FailureKind.API, 499, provider, "The call was cancelled.");
            case RUNNING, DONE, CLOSED ->
                    ProviderFailure.of(FailureKind.API, 499, provider, "The stream was closed.");
        };
    }

    private static String missed(Exchange.Clock clock, Duration bound) {
        String seconds =
                BigDecimal.valueOf(bound.toMillis(), 3).stripTrailingZeros().toPlainString();
        return switch (clock) {
            case CONNECT -> "no connection to the provider within %s s".formatted(seconds);
            case FIRST_BYTE -> "no first byte of an answer within %s s".formatted(seconds);
            case WHOLE_ANSWER -> "no whole answer within %s s".formatted(seconds);
            case FIRST_TOKEN -> "no token within %s s".formatted(seconds);
            case NEXT_EVENT -> "no data for %s s after the last event".formatted(seconds);
            case REST, TOTAL ->
                    "not through within the %s s that were left for it".formatted(seconds);
        };
    }

    /// No head of an answer came.
    static ProviderFailure noAnswer(String provider, Exception cause, boolean somethingCame) {
        if (somethingCame) {
            return malformed(provider, "The provider's answer is not HTTP, or was cut off.");
        }
        String why =
                switch (cause) {
                    case UnknownHostException _ ->
                            "the provider's host name could not be resolved.";
                    case NoRouteToHostException _ -> "the provider's host cannot be reached.";
                    case ConnectException _ -> "the provider refused the connection.";
                    case SSLException _ ->
                            "no trusted TLS connection to the provider could be made.";
                    default -> "the provider closed the connection without an answer.";
                };
        return ProviderFailure.of(
                FailureKind.CONNECTION, 500, provider, "Connection error: " + why);
    }

    static ProviderFailure malformed(String provider, String message) {
        return ProviderFailure.of(FailureKind.MALFORMED_REPLY, UNUSABLE, provider, message);
    }

    static ProviderFailure malformed(String provider, HeaderLines headers, String message) {
        return new ProviderFailure(
                FailureKind.MALFORMED_REPLY, UNUSABLE, provider, message, "", "", "", headers);
    }
}
