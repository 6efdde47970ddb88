package dev.tollgate.domain.fallback;

import dev.tollgate.domain.call.CallOverrides;
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
/// @param maxDepth how many groups may be tried after the one asked for
public record FallbackChains(
        Map<String, List<String>> general,
        Map<String, List<String>> contextWindow,
        Map<String, List<String>> contentPolicy,
        int maxDepth) {
    public static final int DEFAULT_DEPTH = 5;
    public static final String EVERY_GROUP = "*";
    public static final FallbackChains NONE =
            new FallbackChains(Map.of(), Map.of(), Map.of(), DEFAULT_DEPTH);

    public FallbackChains {
        if (maxDepth < 0) {
            throw new IllegalArgumentException("max_fallbacks must not be negative: " + maxDepth);
        }
        general = Map.copyOf(general);
        contextWindow = Map.copyOf(contextWindow);
        contentPolicy = Map.copyOf(contentPolicy);
    }

    /// The groups to try, in order, after this group failed in this way; the group itself left out.
    ///
    /// @param asked the name the caller sent; an entry for an alias counts like one for its group
    /// @param overrides the caller's own lists replace the configured ones
    public List<String> after(
            String group, String asked, FailureKind kind, CallOverrides overrides) {
        if (overrides.disableFallbacks()) {
            return List.of();
        }
        List<String> targets =
                switch (kind) {
                    case CONTEXT_WINDOW ->
                            special(
                                    contextWindow,
                                    overrides.contextWindowFallbacks(),
                                    group,
                                    asked,
                                    overrides);
                    case CONTENT_POLICY ->
                            special(
                                    contentPolicy,
                                    overrides.contentPolicyFallbacks(),
                                    group,
                                    asked,
                                    overrides);
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
        return targets.stream().filter(t -> !t.equals(group) && !t.equals(asked)).toList();
    }

    /// The general stand-ins of a group, for display.
    public List<String> generalFor(String group) {
        return lookUp(general, group, group);
    }

    private List<String> special(
            Map<String, List<String>> configured,
            List<String> fromCaller,
            String group,
            String asked,
            CallOverrides overrides) {
        if (!fromCaller.isEmpty()) {
            return fromCaller;
        }
        return configured.isEmpty()
                ? generalFor(group, asked, overrides)
                : lookUp(configured, group, asked);
    }

    private List<String> generalFor(String group, String asked, CallOverrides overrides) {
        return overrides.fallbacks().isEmpty()
                ? lookUp(general, group, asked)
                : overrides.fallbacks();
    }

    private static List<String> lookUp(
            Map<String, List<String>> chains, String group, String asked) {
        for (String name : List.of(asked, group, withoutProvider(asked), EVERY_GROUP)) {
            List<String> targets = chains.get(name);
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
