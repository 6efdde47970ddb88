package dev.tollgate.application.desk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tools that run at the provider, within the call, as far as one field of a letter asks for them.
///
/// @param uses of all of them, at most or as the allowance says
/// @param searches of the web among the uses
/// @param unbounded where the objects end that take a `max_uses` and have none that counts: what
///   stands last in an object holds
record HostedTools(long uses, long searches, List<Integer> unbounded) {
    static final HostedTools NONE = new HostedTools(0, 0, List.of());

    /// Tools whose calls come back to the caller, who runs them.
    private static final Set<String> CALLERS = Set.of("function", "custom", "namespace");

    private static final List<String> CALLERS_BEGIN =
            List.of("bash", "text_editor", "computer", "memory", "shell", "local_shell", "apply_");

    /// xAI's own, where the call does not say.
    private static final long XAI_SOURCES = 20;

    /// More than any call makes.
    static final long MOST_USES = 10_000;

    private static final String MAX_USES = "max_uses";

    /// Searches that go with a size of their context, where a provider counts searches.
    private static final Map<String, Long> BY_SIZE = Map.of("low", 1L, "medium", 5L, "high", 10L);

    /// @param name of a field
    /// @param value its value
    /// @param unstated uses of a tool whose number nobody bounds
    static HostedTools in(String name, JsonText value, long unstated) {
        return switch (name) {
            case "tools" ->
                    value.elements().stream()
                            .map(tool -> tool(tool, unstated))
                            .reduce(NONE, HostedTools::plus);
            case "web_search_options" -> value.object() ? search(value, unstated) : NONE;
            case "search_parameters" -> xai(value, unstated);
            case "mcp_servers" -> of(value.elements().size() * unstated);
            case "plugins" -> of(value.elements().size());
            default -> NONE;
        };
    }

    /// How many of the tools are the provider's own and run by the caller.
    static long known(JsonText tools) {
        return tools.elements().stream()
                .filter(tool -> CALLERS_BEGIN.stream().anyMatch(kind(tool)::startsWith))
                .count();
    }

    private static HostedTools of(long uses) {
        return new HostedTools(uses, 0, List.of());
    }

    HostedTools plus(HostedTools other) {
        if (other == NONE || this == NONE) {
            return other == NONE ? this : other;
        }
        List<Integer> both = new ArrayList<>(unbounded);
        both.addAll(other.unbounded);
        return new HostedTools(uses + other.uses, searches + other.searches, both);
    }

    private static HostedTools tool(JsonText tool, long unstated) {
        String kind = kind(tool);
        if (CALLERS.contains(kind)
                || CALLERS_BEGIN.stream().anyMatch(kind::startsWith)
                || tool.member("type").isEmpty() && tool.member("input_schema").isPresent()) {
            return NONE;
        }
        if (kind.contains("search") && !kind.contains("file") && !kind.contains("tool")) {
            return search(tool, unstated);
        }
        HostedTools its = of(uses(tool, unstated));
        return kind.startsWith("web_fetch") ? its.openIn(tool) : its;
    }

    private static HostedTools search(JsonText tool, long unstated) {
        long uses = uses(tool, unstated);
        return new HostedTools(uses, uses, List.of()).openIn(tool);
    }

    private HostedTools openIn(JsonText tool) {
        return stated(tool) > 0 ? this : new HostedTools(uses, searches, List.of(tool.end() - 1));
    }

    private static long uses(JsonText tool, long unstated) {
        long stated = stated(tool);
        return stated > 0 ? stated : unstated;
    }

    /// 0 where nothing is said.
    private static long stated(JsonText tool) {
        Optional<JsonText> own = tool.member(MAX_USES);
        if (own.isPresent() && !own.get().plain()) {
            return 0;
        }
        return own.or(() -> within(tool))
                .map(uses -> Math.min(uses.whole(), MOST_USES))
                .or(() -> sized(tool))
                .orElse(0L);
    }

    /// Anthropic's own tool, which tells its version, knows no sizes.
    private static Optional<Long> sized(JsonText tool) {
        return kind(tool).startsWith("web_search_2")
                ? Optional.empty()
                : tool.member("search_context_size").map(HostedTools::bySize);
    }

    private static long bySize(JsonText size) {
        return BY_SIZE.getOrDefault(size.word(), 0L);
    }

    private static Optional<JsonText> within(JsonText tool) {
        return tool.member("function")
                .flatMap(function -> function.member("parameters"))
                .flatMap(parameters -> parameters.member(MAX_USES));
    }

    /// Its `type`; of a tool without one the name of its first member, as in `{"googleSearch":
    /// {}}`.
    private static String kind(JsonText tool) {
        String type = tool.member("type").map(JsonText::word).orElse("");
        List<String> names = new ArrayList<>(1);
        tool.members((name, _) -> names.add(name));
        String kind = type.isEmpty() && !names.isEmpty() ? names.getFirst() : type;
        return kind.toLowerCase(Locale.ROOT);
    }

    private static HostedTools xai(JsonText parameters, long unstated) {
        if (!parameters.object()
                || parameters.member("mode").map(JsonText::word).orElse("").equals("off")) {
            return NONE;
        }
        long stated = parameters.member("max_search_results").map(JsonText::whole).orElse(0L);
        long sources = stated > 0 ? Math.min(stated, MOST_USES) : Math.max(unstated, XAI_SOURCES);
        return new HostedTools(1, sources, List.of());
    }

    /// The field with a bound for those that have none.
    String bounded(JsonText field, long uses) {
        StringBuilder text = new StringBuilder();
        int copied = field.start();
        for (int at : unbounded) {
            text.append(text(field, copied, at));
            int last = at - 1;
            while (field.bytes()[last] <= ' ' && field.bytes()[last] >= 0) {
                last--;
            }
            String comma = field.bytes()[last] == '{' ? "" : ",";
            text.append(comma).append('"').append(MAX_USES).append("\":").append(uses);
            copied = at;
        }
        return text.append(text(field, copied, field.end())).toString();
    }

    private static String text(JsonText field, int from, int end) {
        return new String(field.bytes(), from, end - from, StandardCharsets.UTF_8);
    }
}
