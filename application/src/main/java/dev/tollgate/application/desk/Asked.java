package dev.tollgate.application.desk;

import dev.tollgate.application.setup.Allowances;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.usage.ServiceTier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/// What decides on the cost of a call: its letter as the provider will get it, with `extra_body`
/// laid over it and the deployment's own parameters under it, less what the deployment leaves out.
final class Asked {
    private static final String EXTRA = "extra_body";
    static final List<String> BOUNDS = List.of("max_completion_tokens", "max_tokens");
    private static final List<String> TOOLS =
            List.of("tools", "web_search_options", "search_parameters", "mcp_servers", "plugins");

    /// What makes a provider put instructions of its own before the prompt.
    private static final List<String> INSTRUCTED = List.of("tools", "functions", "response_format");

    /// Tokens of these: Anthropic states up to 530 for any tools.
    private static final long INSTRUCTIONS = 700;

    /// Tokens by which a provider describes a tool that it knows: Anthropic states up to 735.
    private static final long DESCRIPTION = 800;

    /// Tokens by which Anthropic's adapter raises a bound that thinking alone would use up.
    private static final long BESIDE_THINKING = 4_096;

    /// More answers than any call has.
    private static final long MOST_CHOICES = 1L << 20;

    private final Letter letter;
    private final Map<String, String> defaults;
    private final Set<String> unsent;
    private final boolean bindable;
    private final Optional<JsonText> extra;
    private final long toolUses;

    Asked(Letter letter, Map<String, String> defaults, Set<String> unsent, Allowances allowances) {
        this.letter = letter;
        this.defaults = defaults;
        this.unsent = unsent;
        this.bindable = BOUNDS.stream().noneMatch(unsent::contains);
        this.extra = own(EXTRA).filter(JsonText::object);
        this.toolUses = allowances.toolUses();
    }

    /// Bytes that the deployment adds.
    long added() {
        long added = 0;
        for (String value : defaults.values()) {
            added += value.getBytes(StandardCharsets.UTF_8).length;
        }
        return added;
    }

    /// Tokens that the provider adds and bills.
    long instructions() {
        if (INSTRUCTED.stream().allMatch(name -> all(name).isEmpty())) {
            return 0;
        }
        long known = all("tools").stream().mapToLong(HostedTools::known).sum();
        return INSTRUCTIONS + known * DESCRIPTION;
    }

    /// Bytes of the answer that the caller expects: what of it does not come true is billed like
    /// the answer, and no bound on the answer counts it.
    long predicted() {
        return most("prediction", expected -> (long) expected.end() - expected.start());
    }

    /// Whether a bound on the answer gets to the provider. Where one of its names is left out, the
    /// other may be changed into it on the way.
    boolean bindable() {
        return bindable;
    }

    /// Whether the letter's own bounds, if it has any, are numbers that every server reads alike.
    boolean plainlyBounded() {
        List<String> stated = BOUNDS.stream().filter(name -> own(name).isPresent()).toList();
        return stated.isEmpty()
                || most(BOUNDS, this::own) > 0
                        && stated.stream().allMatch(name -> own(name).orElseThrow().plain());
    }

    /// Whether the letter's own field says anything.
    boolean states(String name) {
        return own(name).filter(value -> !value.none()).isPresent();
    }

    /// Most tokens of an answer that the letter itself, else the deployment asks for; 0: not said.
    long maxTokens() {
        long own = most(BOUNDS, this::own);
        return own > 0 || extraTokens() > 0 ? own : most(BOUNDS, this::underlaid);
    }

    /// The same within `extra_body`, which not every provider's letter obeys.
    long extraTokens() {
        return extra.isEmpty() ? 0 : most(BOUNDS, this::extra);
    }

    private static long most(List<String> names, Lookup lookup) {
        long most = 0;
        for (String name : names) {
            most = Math.max(most, lookup.find(name).map(JsonText::whole).orElse(0L));
        }
        return most;
    }

    /// Answers, to all prompts.
    int choices() {
        long each = Math.max(1, Math.max(largest("n"), largest("best_of")));
        return (int) Math.min(MOST_CHOICES, Math.min(each, MOST_CHOICES) * prompts());
    }

    private long largest(String name) {
        return most(name, JsonText::counted);
    }

    private long most(String name, ToLongFunction<JsonText> what) {
        long most = 0;
        for (JsonText value : all(name)) {
            most = Math.max(most, what.applyAsLong(value));
        }
        return most;
    }

    private long prompts() {
        return letter.dialect() == Dialect.OPENAI_COMPLETIONS
                ? Math.max(1, most("prompt", Asked::prompts))
                : 1;
    }

    private static long prompts(JsonText prompt) {
        return prompt.elements().stream().filter(one -> one.text() || one.array()).count();
    }

    /// The one tier that is named; where several are, any may be served.
    ServiceTier tier() {
        Set<ServiceTier> named = EnumSet.noneOf(ServiceTier.class);
        all("service_tier").forEach(tier -> named.add(ServiceTier.named(tier.word())));
        return named.size() == 1 ? named.iterator().next() : ServiceTier.UNSTATED;
    }

    boolean fast() {
        return most("speed", speed -> speed.word().equals("fast") ? 1 : 0) > 0;
    }

    /// Tokens that are set aside for thinking; a bound not above them is raised by
    /// [#BESIDE_THINKING]. 0: none.
    ///
    /// @param efforts whether an effort is turned into such a number
    long thinking(boolean efforts) {
        long stated =
                most(
                        "thinking",
                        its -> its.member("budget_tokens").map(JsonText::whole).orElse(0L));
        return stated > 0 || !efforts ? stated : most("reasoning_effort", Asked::ofEffort);
    }

    private static long ofEffort(JsonText effort) {
        String word =
                effort.object()
                        ? effort.member("effort").map(JsonText::word).orElse("")
                        : effort.word();
        return switch (word) {
            case "", "none", "disable", "auto", "default" -> 0;
            case "minimal", "low" -> 1_024;
            case "medium" -> 2_048;
            default -> 4_096;
        };
    }

    /// The bound that is sent in the place of one that leaves no room beside thinking.
    static long besideThinking(long bound, long thinking) {
        return bound > 0 && bound <= thinking ? thinking + BESIDE_THINKING : bound;
    }

    /// The tools that run at the provider.
    HostedTools tools() {
        HostedTools tools = HostedTools.NONE;
        for (String name : TOOLS) {
            for (JsonText value : all(name)) {
                tools = tools.plus(HostedTools.in(name, value, toolUses));
            }
        }
        return tools;
    }

    /// The letter's own fields in which tools are used more often than is said, with a bound in
    /// each: field → JSON text.
    Map<String, String> boundedTools() {
        Map<String, String> bounded = new HashMap<>();
        for (String name : TOOLS) {
            own(name)
                    .ifPresent(
                            value -> {
                                HostedTools its = HostedTools.in(name, value, toolUses);
                                if (!its.unbounded().isEmpty()) {
                                    bounded.put(name, its.bounded(value, toolUses));
                                }
                            });
        }
        return bounded;
    }

    private List<JsonText> all(String name) {
        List<JsonText> found = new ArrayList<>(1);
        own(name).ifPresent(found::add);
        extra(name).ifPresent(found::add);
        if (found.isEmpty() || name.equals("tools")) {
            underlaid(name).ifPresent(found::add);
        }
        return found;
    }

    private Optional<JsonText> own(String name) {
        Optional<Field> field = sent(name) ? letter.field(name) : Optional.empty();
        return field.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new JsonText(letter.bytes(), field.get().valueStart(), field.get().end()));
    }

    private Optional<JsonText> extra(String name) {
        return sent(name) ? extra.flatMap(body -> body.member(name)) : Optional.empty();
    }

    private Optional<JsonText> underlaid(String name) {
        String value = sent(name) ? defaults.get(name) : null;
        return value == null ? Optional.empty() : Optional.of(JsonText.of(value));
    }

    private boolean sent(String name) {
        return BOUNDS.contains(name) ? bindable : !unsent.contains(name);
    }

    private interface Lookup {
        Optional<JsonText> find(String name);
    }
}
