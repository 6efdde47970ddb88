package dev.tollgate.domain.fallback;

import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.failure.FailureKind;

import java.util.List;
import java.util.Map;

/// Which model groups stand in for a failed one, by the kind of failure. The key `*` stands for
/// every group without an entry of its own.
///
/// @param general group → stand-ins, in order
/// @param contextWindow the same for prompts that are too long; if not empty, only these are used
///   for such a failure
/// @param contentPolicy the same for refusals by content policy
/// @param refusedGoesGeneral a refusal by content policy goes to `general` where `contentPolicy` is
///   empty; if not, it is the caller's answer there
/// @param maxDepth how many groups may be tried after the one asked for
public record FallbackChains(
        Map<String, List<FallbackTarget>> general,
        Map<String, List<FallbackTarget>> contextWindow,
        Map<String, List<FallbackTarget>> contentPolicy,
        boolean refusedGoesGeneral,
        int maxDepth) {
    public static final int DEFAULT_DEPTH = 5;
    public static final String EVERY_GROUP = "*";
    public static final FallbackChains NONE =
            new FallbackChains(Map.of(), Map.of(), Map.of(), false, DEFAULT_DEPTH);

    public FallbackChains {
        if (maxDepth < 0) {
            throw new IllegalArgumentException("max_fallbacks must not be negative: " + maxDepth);
        }
        general = Map.copyOf(general);
        contextWindow = Map.copyOf(contextWindow);
        contentPolicy = Map.copyOf(contentPolicy);
    }

    /// The groups to try, in order, after this group failed in this way; the group itself is left
    /// out, unless it is to get another request.
    ///
    /// @param asked the name the caller sent; an entry for an alias counts like one for its group
    /// @param overrides the caller's own lists replace the configured ones
    public List<FallbackTarget> after(
            String group, String asked, FailureKind kind, CallOverrides overrides) {
        if (overrides.disableFallbacks()) {
            return List.of();
        }
        List<FallbackTarget> targets =
                switch (kind) {
                    case CONTEXT_WINDOW -> tooLong(group, asked, overrides);
                    case CONTENT_POLICY -> refused(group, asked, overrides);
                    case BAD_REQUEST,
                            UNSUPPORTED_PARAMS,
                            AUTHENTICATION,
                            PERMISSION,
                            NOT_FOUND,
                            TIMEOUT,
                            UNPROCESSABLE,
                            RATE_LIMIT,
                            INTERNAL,
                            BAD_GATEWAY,
                            UNAVAILABLE,
                            API,
                            CONNECTION,
                            MALFORMED_REPLY ->
                            generalFor(group, asked, overrides);
                };
        return targets.stream()
                .filter(target -> !same(target, group) && !same(target, asked))
                .toList();
    }

    private static boolean same(FallbackTarget target, String group) {
        return target.model().equals(group) && target.parameters().isEmpty();
    }

    /// The general stand-ins of a group, for display.
    public List<FallbackTarget> generalFor(String group) {
        return lookUp(general, group, group);
    }

    private List<FallbackTarget> tooLong(String group, String asked, CallOverrides overrides) {
        if (!overrides.contextWindowFallbacks().isEmpty()) {
            return overrides.contextWindowFallbacks();
        }
        return contextWindow.isEmpty()
                ? generalFor(group, asked, overrides)
                : lookUp(contextWindow, group, asked);
    }

    private List<FallbackTarget> refused(String group, String asked, CallOverrides overrides) {
        if (!overrides.contentPolicyFallbacks().isEmpty()) {
            return overrides.contentPolicyFallbacks();
        }
        return contentPolicy.isEmpty() && refusedGoesGeneral
                ? generalFor(group, asked, overrides)
                : lookUp(contentPolicy, group, asked);
    }

    private List<FallbackTarget> generalFor(String group, String asked, CallOverrides overrides) {
        return overrides.fallbacks().isEmpty()
                ? lookUp(general, group, asked)
                : overrides.fallbacks();
    }

    private static List<FallbackTarget> lookUp(
            Map<String, List<FallbackTarget>> chains, String group, String asked) {
        for (String name : List.of(asked, group, withoutProvider(asked), EVERY_GROUP)) {
            List<FallbackTarget> targets = chains.get(name);
            if (targets != null) {
                return targets;
            }
        }
        return List.of();
    }

    private static String withoutProvider(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
