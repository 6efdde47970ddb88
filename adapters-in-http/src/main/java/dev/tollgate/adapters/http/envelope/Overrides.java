package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.call.CallOverrides;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A caller's decisions for one call. The body is more specific than a header and beats it.
final class Overrides {
    private static final int MAX_RETRIES = 100;
    private static final double MAX_SECONDS = 86_400;

    private Overrides() {}

    static CallOverrides of(Facts facts, CallHeaders headers) {
        if (headers.silent() && silent(facts)) {
            return CallOverrides.NONE;
        }
        int numRetries =
                facts.count(
                        facts.numRetries,
                        headers.numRetries().isEmpty()
                                ? CallOverrides.UNSET
                                : count("x-litellm-num-retries", headers.numRetries()));
        return new CallOverrides(
                numRetries,
                time(facts.seconds(facts.timeout), "x-litellm-timeout", headers.timeout()),
                time(
                        facts.seconds(facts.streamTimeout),
                        "x-litellm-stream-timeout",
                        headers.streamTimeout()),
                facts.disableFallbacks,
                facts.count(facts.maxFallbacks, CallOverrides.UNSET),
                StandIns.of(facts, facts.fallbacks),
                StandIns.of(facts, facts.contextWindowFallbacks),
                StandIns.of(facts, facts.contentPolicyFallbacks),
                facts.dropParams,
                Droppable.of(facts.names(facts.additionalDropParams)),
                facts.names(facts.allowedOpenaiParams),
                tags(facts, headers),
                facts.mocked);
    }

    private static boolean silent(Facts facts) {
        return facts.numRetries == null
                && facts.timeout == null
                && facts.streamTimeout == null
                && !facts.disableFallbacks
                && facts.fallbacks == null
                && facts.contextWindowFallbacks == null
                && facts.contentPolicyFallbacks == null
                && !facts.dropParams
                && facts.additionalDropParams == null
                && facts.allowedOpenaiParams == null
                && facts.tags == null
                && facts.metadata == null
                && facts.litellmMetadata == null
                && facts.maxFallbacks == null
                && facts.mocked.isEmpty();
    }

    private static Duration time(Duration body, String header, String value) {
        return body.isZero() && !value.isEmpty() ? seconds(header, value) : body;
    }

    private static List<String> tags(Facts facts, CallHeaders headers) {
        List<String> tags = new ArrayList<>(facts.names(facts.tags));
        tags.addAll(facts.metadataTags());
        for (String tag : headers.tags().split(",", -1)) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        return tags.stream().distinct().toList();
    }

    /// @throws BadField unless it is a number of seconds up to a day; 0 stands for none
    static Duration seconds(String name, String text) {
        double value = number(name, text);
        if (!(value >= 0 && value <= MAX_SECONDS)) {
            throw new BadField(
                    name, "'%s' must be between 0 and %.0f seconds.".formatted(name, MAX_SECONDS));
        }
        return Duration.ofNanos((long) (value * 1e9));
    }

    static int count(String name, String text) {
        double value = number(name, text);
        if (!(value >= 0 && value <= MAX_RETRIES) || value != Math.rint(value)) {
            throw new BadField(
                    name, "'%s' must be a whole number up to %d.".formatted(name, MAX_RETRIES));
        }
        return (int) value;
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException _) {
            throw new BadField(name, "'" + name + "' must be a number.");
        }
    }
}
