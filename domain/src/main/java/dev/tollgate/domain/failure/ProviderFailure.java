package dev.tollgate.domain.failure;

import dev.tollgate.domain.call.HeaderLines;

import java.time.Duration;
import java.util.Optional;

/// One failed attempt, as the caller may be told of it. Texts that are not known are empty.
///
/// @param kind the class of failure
/// @param status the HTTP status the caller gets: the provider's own, or one that fits `kind`
/// @param provider the provider as users name it (`openai`, `azure`, `anthropic`, …)
/// @param message the provider's words, or ours where it said nothing; never a secret
/// @param type the provider's error type
/// @param code the provider's error code
/// @param param the request field the provider complained of
/// @param headers the provider's response headers
public record ProviderFailure(
        FailureKind kind,
        int status,
        String provider,
        String message,
        String type,
        String code,
        String param,
        HeaderLines headers) {

    public ProviderFailure {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a failure's status is 400 to 599, not " + status);
        }
    }

    public static ProviderFailure of(
            FailureKind kind, int status, String provider, String message) {
        return new ProviderFailure(kind, status, provider, message, "", "", "", HeaderLines.NONE);
    }

    /// How long the provider asks to wait: `retry-after-ms`, else `retry-after` in seconds. An HTTP
    /// date is turned into seconds by the adapter that received it.
    public Optional<Duration> retryAfter() {
        Optional<Duration> millis = headers.first("retry-after-ms").flatMap(v -> wait(v, 1));
        return millis.isPresent()
                ? millis
                : headers.first("retry-after").flatMap(v -> wait(v, 1000));
    }

    private static Optional<Duration> wait(String text, long unitMillis) {
        try {
            double value = Double.parseDouble(text.strip());
            return value >= 0 && value < 1e12
                    ? Optional.of(Duration.ofMillis((long) Math.ceil(value * unitMillis)))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
