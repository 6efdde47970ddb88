package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.failure.FailureKind;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A class of failures as `retry_policy` and `allowed_fails_policy` name it: `BadRequestError` in
/// `BadRequestErrorRetries` and `BadRequestErrorAllowedFails`; and the failures it means.
enum FailureClass {
    BAD_REQUEST(
            "BadRequestError",
            FailureKind.BAD_REQUEST,
            FailureKind.UNSUPPORTED_PARAMS,
            FailureKind.UNPROCESSABLE,
            FailureKind.CONTEXT_WINDOW),
    AUTHENTICATION("AuthenticationError", FailureKind.AUTHENTICATION),
    TIMEOUT("TimeoutError", FailureKind.TIMEOUT),
    RATE_LIMIT("RateLimitError", FailureKind.RATE_LIMIT),
    CONTENT_POLICY("ContentPolicyViolationError", FailureKind.CONTENT_POLICY),
    INTERNAL(
            "InternalServerError",
            FailureKind.INTERNAL,
            FailureKind.CONNECTION,
            FailureKind.MALFORMED_REPLY),
    BAD_GATEWAY("BadGatewayError", FailureKind.BAD_GATEWAY),
    UNAVAILABLE("ServiceUnavailableError", FailureKind.UNAVAILABLE),
    NOT_FOUND("NotFoundError", FailureKind.NOT_FOUND);

    static final int MOST_RETRIES = 100;
    private static final int MOST_FAILS = 1_000_000;
    private static final String RETRIES = "Retries";
    private static final String ALLOWED_FAILS = "AllowedFails";

    /// Retries after the failures of a provider that no other line is about.
    private static final String DEFAULT_RETRIES = "DefaultRetries";

    private static final List<FailureKind> OF_THE_PROVIDER =
            List.of(
                    FailureKind.TIMEOUT,
                    FailureKind.RATE_LIMIT,
                    FailureKind.INTERNAL,
                    FailureKind.BAD_GATEWAY,
                    FailureKind.UNAVAILABLE,
                    FailureKind.API,
                    FailureKind.CONNECTION,
                    FailureKind.MALFORMED_REPLY);

    private final String word;
    private final List<FailureKind> kinds;

    FailureClass(String word, FailureKind... kinds) {
        this.word = word;
        this.kinds = List.of(kinds);
    }

    /// Reads a `retry_policy`.
    static Map<FailureKind, Integer> retries(Section policy) {
        Map<FailureKind, Integer> counts = new EnumMap<>(FailureKind.class);
        if (policy.has(DEFAULT_RETRIES)) {
            int retries = (int) policy.whole(DEFAULT_RETRIES, 0, MOST_RETRIES, 0);
            OF_THE_PROVIDER.forEach(kind -> counts.put(kind, retries));
        }
        read(policy, RETRIES, MOST_RETRIES, counts);
        reportUnknown(policy, keys(RETRIES, DEFAULT_RETRIES));
        return counts;
    }

    /// Reads an `allowed_fails_policy`.
    static Map<FailureKind, Integer> allowedFails(Section policy) {
        Map<FailureKind, Integer> counts = new EnumMap<>(FailureKind.class);
        read(policy, ALLOWED_FAILS, MOST_FAILS, counts);
        reportUnknown(policy, keys(ALLOWED_FAILS));
        for (FailureClass callers : List.of(BAD_REQUEST, CONTENT_POLICY)) {
            String key = callers.word + ALLOWED_FAILS;
            if (policy.has(key)) {
                policy.note(
                        key,
                        "has no effect: such a failure may be the caller's, and never takes a"
                                + " deployment out.",
                        "");
            }
        }
        return counts;
    }

    private static void read(
            Section policy, String suffix, int most, Map<FailureKind, Integer> counts) {
        for (FailureClass failure : values()) {
            String key = failure.word + suffix;
            policy.reportUnset(key);
            if (policy.has(key)) {
                int count = (int) policy.whole(key, 0, most, 0);
                failure.kinds.forEach(kind -> counts.put(kind, count));
            }
        }
    }

    private static List<String> keys(String suffix, String... more) {
        List<String> keys = new ArrayList<>(List.of(more));
        for (FailureClass failure : values()) {
            keys.add(failure.word + suffix);
        }
        return keys;
    }

    private static void reportUnknown(Section policy, List<String> keys) {
        for (String key : policy.fields().keySet()) {
            if (!keys.contains(key)) {
                String question = Nearest.question(key, keys);
                policy.warn(
                        key,
                        "is no class of failures and has no effect.",
                        question.isEmpty()
                                ? "Write one of "
                                        + String.join(", ", keys.stream().sorted().toList())
                                        + "."
                                : question);
            }
        }
    }
}
