package dev.tollgate.domain.call;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What a caller may decide for one call, from body fields and headers. `UNSET` and `Duration.ZERO`
/// mean that the caller said nothing.
///
/// @param numRetries retries after the first attempt, or [#UNSET]
/// @param timeout bound of one attempt
/// @param streamTimeout bound of the wait for data of one streamed attempt
/// @param disableFallbacks fail with the first group's error
/// @param maxFallbacks groups that may be tried after the one asked for, or [#UNSET]
/// @param fallbacks replace the configured fallbacks; empty: none given
/// @param contextWindowFallbacks the same for prompts that are too long
/// @param contentPolicyFallbacks the same for refusals by content policy
/// @param dropParams drop parameters the provider does not know instead of refusing
/// @param additionalDropParams paths to drop in any case
/// @param allowedOpenaiParams parameters to pass although believed unsupported
/// @param tags tags of the request
/// @param mocked failures to make up
public record CallOverrides(
        int numRetries,
        Duration timeout,
        Duration streamTimeout,
        boolean disableFallbacks,
        int maxFallbacks,
        List<FallbackTarget> fallbacks,
        List<FallbackTarget> contextWindowFallbacks,
        List<FallbackTarget> contentPolicyFallbacks,
        boolean dropParams,
        List<String> additionalDropParams,
        List<String> allowedOpenaiParams,
        List<String> tags,
        Set<MockedFailure> mocked) {

    public static final int UNSET = -1;

    public static final CallOverrides NONE =
            new CallOverrides(
                    UNSET,
                    Duration.ZERO,
                    Duration.ZERO,
                    false,
                    UNSET,
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    List.of(),
                    List.of(),
                    List.of(),
                    Set.of());

    public CallOverrides {
        if (numRetries < UNSET) {
            throw new IllegalArgumentException("num_retries must not be negative: " + numRetries);
        }
        if (maxFallbacks < UNSET) {
            throw new IllegalArgumentException(
                    "max_fallbacks must not be negative: " + maxFallbacks);
        }
        if (timeout.isNegative() || streamTimeout.isNegative()) {
            throw new IllegalArgumentException("a timeout must not be negative");
        }
        fallbacks = List.copyOf(fallbacks);
        contextWindowFallbacks = List.copyOf(contextWindowFallbacks);
        contentPolicyFallbacks = List.copyOf(contentPolicyFallbacks);
        additionalDropParams = List.copyOf(additionalDropParams);
        allowedOpenaiParams = List.copyOf(allowedOpenaiParams);
        tags = List.copyOf(tags);
        mocked = Set.copyOf(mocked);
    }
}
