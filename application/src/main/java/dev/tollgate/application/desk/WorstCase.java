package dev.tollgate.application.desk;

import dev.tollgate.application.setup.Allowances;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Bounds;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What one attempt can cost at most, and what the provider has to be told for that to be true.
final class WorstCase {
    /// Tokens that a dialect or a model's template puts around a prompt.
    private static final long FORM = 64;

    /// More than any call has.
    private static final long MOST_TOKENS = 1L << 40;

    private final ModelCall call;
    private final ModelCard card;
    private final Asked asked;
    private final HostedTools tools;
    private final Allowances allowances;
    private final long thinking;
    private final long predicted;
    private final long most;
    private final Meters meters;
    private final boolean priced;

    /// @param defaults what the deployment adds to the letter
    /// @param unsent what it leaves out of it
    WorstCase(
            ModelCall call,
            ModelCard card,
            Map<String, String> defaults,
            Set<String> unsent,
            Allowances allowances) {
        this.call = call;
        this.card = card;
        this.allowances = allowances;
        this.asked = new Asked(call.letter(), defaults, unsent, allowances);
        this.tools = writes() ? asked.tools() : HostedTools.NONE;
        this.thinking = writes() ? asked.thinking(anthropic()) : 0;
        this.predicted = writes() ? asked.predicted() : 0;
        this.most = mostOutput();
        Meters all = counted();
        this.priced = all.none() || prices().worstCase(Bounds.of(1, 1).with(all)).isPresent();
        this.meters = priced ? all : Meters.NONE;
    }

    /// Whether all that may be counted has a price. What has none is set aside nothing for, and
    /// makes the bill unknown.
    boolean priced() {
        return priced;
    }

    /// @param text tokens of the letter's text, at most
    Bounds bounds(long text) {
        Bounds plain =
                Bounds.of(read(text), most + predicted)
                        .choices(asked.choices())
                        .at(asked.tier())
                        .with(meters);
        return asked.fast() ? plain.inFastMode() : plain;
    }

    Usd cost(Bounds bounds) {
        return prices().worstCase(bounds).orElse(Usd.ZERO);
    }

    /// The cost with the shortest answer that is worth its while.
    ///
    /// @param shortened whether a shorter one than was asked for may be given
    Usd least(Bounds bounds, boolean shortened) {
        // A bound that thinking uses up would be raised on the way.
        long floor = Math.max(allowances.outputFloor(), thinking + 1);
        return shortened && asked.bindable()
                ? cost(bounds.output(Math.min(floor, most) + predicted))
                : cost(bounds);
    }

    Told told(Usd amount, Bounds bounds) {
        Map<String, String> fields =
                tools.unbounded().isEmpty() || !anthropic() ? Map.of() : asked.boundedTools();
        OptionalLong output = output(amount, bounds);
        if (output.isEmpty()) {
            return fields.isEmpty() ? Told.NOTHING : new Told(output, fields);
        }
        Map<String, String> all = new HashMap<>(fields);
        String tokens = Long.toString(output.getAsLong());
        Asked.BOUNDS.stream().filter(asked::states).forEach(name -> all.put(name, tokens));
        if (Asked.BOUNDS.stream().noneMatch(all::containsKey)) {
            all.put("max_tokens", tokens);
        }
        return new Told(output, all);
    }

    /// Only where the provider could answer at greater length than is set aside.
    private OptionalLong output(Usd amount, Bounds bounds) {
        if (!writes() || !asked.bindable()) {
            return OptionalLong.empty();
        }
        if (amount.compareTo(cost(bounds)) < 0) {
            OptionalLong paid = prices().affordableOutput(amount, bounds);
            return paid.isEmpty()
                    ? paid
                    : OptionalLong.of(Math.max(0, paid.getAsLong() - predicted));
        }
        if (!asked.plainlyBounded()) {
            return OptionalLong.of(most);
        }
        boolean known = card.maxOutputTokens() > 0;
        long own = asked.maxTokens();
        boolean bounded = own > 0 ? !known || own <= most : known || asked.extraTokens() > 0;
        return bounded ? OptionalLong.empty() : OptionalLong.of(most);
    }

    /// The longest answer that can come: what was asked for, else what the model allows.
    private long mostOutput() {
        if (!writes()) {
            return 0;
        }
        long models = card.maxOutputTokens() > 0 ? card.maxOutputTokens() : Long.MAX_VALUE;
        long own = asked.maxTokens();
        long unsaid = models == Long.MAX_VALUE ? allowances.unknownOutput() : models;
        long longest = Math.max(own > 0 ? Math.min(own, models) : unsaid, asked.extraTokens());
        return Asked.besideThinking(longest, thinking);
    }

    /// What is billed as input: with every use of a tool at the provider the prompt is read again,
    /// with all that was found so far.
    private long read(long text) {
        long media = MediaParts.in(call.letter());
        long prompt =
                Math.min(
                        text
                                + asked.added()
                                + FORM
                                + asked.instructions()
                                + media * allowances.mediaTokens(),
                        MOST_TOKENS);
        long window = card.maxInputTokens();
        if (media > 0 && allowances.mediaFillsContext()) {
            prompt = Math.max(prompt, window);
        }
        long longest = window > 0 ? Math.max(prompt, window) : Long.MAX_VALUE;
        long sum = prompt;
        for (long use = 1; use <= Math.min(tools.uses(), HostedTools.MOST_USES); use++) {
            sum += Math.min(prompt + use * allowances.toolTokens(), longest);
        }
        return sum;
    }

    private Meters counted() {
        long each = Math.min(tools.searches(), HostedTools.MOST_USES);
        Meters searches = Meters.of(Meter.WEB_SEARCHES, each * asked.choices());
        return prices().citesPages()
                ? searches.plus(Meters.of(Meter.CITATION_TOKENS, cited()))
                : searches;
    }

    private long cited() {
        return allowances.toolTokens()
                * Math.max(
                        1, Math.min(tools.searches(), HostedTools.MOST_USES) + prices().unasked());
    }

    private boolean writes() {
        return call.dialect().writes();
    }

    private boolean anthropic() {
        return card.provider().equals("anthropic");
    }

    private Prices prices() {
        return card.prices();
    }
}
