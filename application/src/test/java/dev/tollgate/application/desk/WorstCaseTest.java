package dev.tollgate.application.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.setup.Allowances;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Bounds;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.money.Tiers;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls of all sorts, answered by a provider that takes everything its letter allows.
class WorstCaseTest {
    private static final Pattern USES = Pattern.compile("\"max_uses\": ?(\\d+)");
    private static final Pattern SEARCH =
            Pattern.compile("\"type\": ?\"web_search|\"user_location\"");
    private static final String PREDICTION =
            "{\"type\": \"content\", \"content\": \"%s\"}".formatted("x".repeat(900));
    private static final int CALLS = 4_000;
    private static final Map<String, BigDecimal> SEARCHING =
            Map.of(
                    "input", BigDecimal.valueOf(3),
                    "output", BigDecimal.valueOf(15),
                    "cache_write_5m", BigDecimal.valueOf(4),
                    "web_search_low", BigDecimal.valueOf(10_000),
                    "web_search_medium", BigDecimal.valueOf(10_000),
                    "web_search_high", BigDecimal.valueOf(12_000));

    @Test
    void no_bill_is_above_what_was_set_aside_whatever_a_letter_asks_for() {
        int told = 0;
        for (long seed = 0; seed < CALLS; seed++) {
            Greedy one = new Greedy(new Random(seed));
            assertThat(one.bill()).as("seed " + seed).isLessThanOrEqualTo(one.amount);
            told += one.told.fields().isEmpty() ? 0 : 1;
        }
        assertThat(told).isBetween(CALLS / 10, CALLS * 9 / 10);
    }

    @Test
    void without_the_allowance_for_tools_the_same_calls_cost_more() {
        int above = 0;
        for (long seed = 0; seed < CALLS; seed++) {
            Greedy one = new Greedy(new Random(seed));
            Usd less = one.worst.cost(one.bounds.with(Meters.NONE));
            above += one.bill().compareTo(less) > 0 ? 1 : 0;
        }
        assertThat(above).isPositive();
    }

    @Test
    void a_tool_without_a_price_is_told_apart_from_one_that_costs_nothing() {
        ModelCard card =
                card("openai", 100, 0, Map.of("input", BigDecimal.ONE, "output", BigDecimal.ONE));
        ModelCall call = call(LetterFixture.aLetter().with("web_search_options", "{}").build());
        WorstCase worst = new WorstCase(call, card, Map.of(), Set.of(), Allowances.DEFAULT);
        assertThat(worst.priced()).isFalse();
        assertThat(worst.cost(worst.bounds(10))).isGreaterThan(Usd.ZERO);
    }

    @Test
    void a_prompt_with_images_may_be_taken_to_fill_the_context_window() {
        Allowances strict = new Allowances(256, 8_192, 4_000, true, 5, 8_000);
        ModelCard card = card("openai", 100, 128_000, SEARCHING);
        ModelCall image =
                call(LetterFixture.aLetter().with("messages", "[{\"image_url\": {}}]").build());
        ModelCall text = call(LetterFixture.aLetter().with("messages", "[]").build());
        assertThat(new WorstCase(image, card, Map.of(), Set.of(), strict).bounds(10).inputTokens())
                .isEqualTo(128_000);
        assertThat(new WorstCase(text, card, Map.of(), Set.of(), strict).bounds(10).inputTokens())
                .isLessThan(100);
    }

    @Test
    void what_a_provider_says_of_tools_before_the_prompt_is_set_aside() {
        ModelCard card = card("anthropic", 100, 0, SEARCHING);
        String function = "[{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]";
        String computer = "[{\"type\": \"computer_20250124\", \"name\": \"computer\"}]";

        assertThat(read(card, function)).isGreaterThanOrEqualTo(10 + 530);
        assertThat(read(card, computer)).isGreaterThanOrEqualTo(10 + 499 + 735);
    }

    private static long read(ModelCard card, String tools) {
        ModelCall call = call(LetterFixture.aLetter().with("tools", tools).build());
        return new WorstCase(call, card, Map.of(), Set.of(), Allowances.DEFAULT)
                .bounds(10)
                .inputTokens();
    }

    @Test
    void a_bound_that_the_deployment_leaves_out_bounds_nothing() {
        ModelCard card = card("openai", 3_000, 0, SEARCHING);
        for (String bound : List.of("max_tokens", "max_completion_tokens")) {
            ModelCall call = call(LetterFixture.aLetter().with("max_tokens", "16").build());
            WorstCase worst =
                    new WorstCase(call, card, Map.of(), Set.of(bound), Allowances.DEFAULT);
            Bounds bounds = worst.bounds(10);

            assertThat(bounds.outputTokens()).isEqualTo(3_000);
            assertThat(worst.least(bounds, true)).isEqualTo(worst.cost(bounds));
            assertThat(worst.told(worst.cost(bounds), bounds)).isEqualTo(Told.NOTHING);
        }
    }

    @Test
    void a_bound_that_servers_may_read_differently_is_told_as_it_is_understood() {
        ModelCard card = card("openai", 3_000, 0, SEARCHING);
        for (String odd : List.of("\"2000\"", "0.5", "1e-9", "0", "-1", "\"2_000\"")) {
            Letter letter =
                    LetterFixture.aLetter()
                            .with("max_tokens", "16")
                            .with("max_completion_tokens", odd)
                            .build();
            WorstCase worst =
                    new WorstCase(call(letter), card, Map.of(), Set.of(), Allowances.DEFAULT);
            Bounds bounds = worst.bounds(10);

            assertThat(bounds.outputTokens()).as(odd).isEqualTo(16);
            assertThat(worst.told(worst.cost(bounds), bounds).fields())
                    .as(odd)
                    .isEqualTo(Map.of("max_tokens", "16", "max_completion_tokens", "16"));
        }
    }

    @Test
    void a_bound_of_null_does_not_undo_that_of_the_deployment() {
        ModelCard card = card("openai", 3_000, 0, SEARCHING);
        ModelCall call = call(LetterFixture.aLetter().with("max_tokens", "null").build());
        Map<String, String> defaults = Map.of("max_tokens", "16");
        WorstCase worst = new WorstCase(call, card, defaults, Set.of(), Allowances.DEFAULT);
        Bounds bounds = worst.bounds(10);

        assertThat(worst.told(worst.cost(bounds), bounds).output()).hasValue(16);
    }

    @Test
    void a_bound_of_null_beside_another_stays() {
        ModelCard card = card("openai", 3_000, 0, SEARCHING);
        Letter letter =
                LetterFixture.aLetter()
                        .with("max_tokens", "null")
                        .with("max_completion_tokens", "16")
                        .build();
        WorstCase worst = new WorstCase(call(letter), card, Map.of(), Set.of(), Allowances.DEFAULT);
        Bounds bounds = worst.bounds(10);

        assertThat(worst.told(worst.cost(bounds), bounds)).isEqualTo(Told.NOTHING);
    }

    @Test
    void a_service_tier_that_the_deployment_leaves_out_is_not_named() {
        Letter letter = LetterFixture.aLetter().with("service_tier", "\"flex\"").build();
        Asked asked = new Asked(letter, Map.of(), Set.of("service_tier"), Allowances.DEFAULT);

        assertThat(asked.tier()).isEqualTo(ServiceTier.UNSTATED);
    }

    private static ModelCard card(
            String provider, int longest, int window, Map<String, BigDecimal> prices) {
        return new ModelCard(
                "m",
                provider,
                "chat",
                window,
                longest,
                0,
                new Prices(prices, Tiers.NONE, Map.of()),
                Set.of(),
                Set.of());
    }

    private static ModelCall call(Letter letter) {
        return new ModelCall(
                "call-1",
                Caller.MASTER,
                "m",
                false,
                false,
                CallOverrides.NONE,
                HeaderLines.NONE,
                letter);
    }

    /// One call, what was set aside for it, and the most that its provider can bill.
    private static final class Greedy {
        private final Random random;
        private final boolean anthropic;
        private final Map<String, String> defaults = new HashMap<>();
        private final Map<String, Long> extra = new HashMap<>();
        private final int window;
        private final int longest;
        private final long thinking;
        private final int images;
        private final int answers;
        private final ModelCall call;
        private final Told told;
        private final WorstCase worst;
        private final Bounds bounds;
        private final Usd amount;

        Greedy(Random random) {
            this.random = random;
            this.anthropic = random.nextBoolean();
            this.window = random.nextBoolean() ? 0 : 20_000;
            this.longest = random.nextInt(3) == 0 ? 0 : 3_000;
            this.thinking = anthropic && random.nextInt(4) == 0 ? 1_024 + random.nextInt(3_000) : 0;
            this.images = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
            this.answers = anthropic ? 1 : 1 + random.nextInt(3);
            this.call = call(letter());
            ModelCard card = card(anthropic ? "anthropic" : "openai", longest, window, SEARCHING);
            this.worst = new WorstCase(call, card, defaults, Set.of(), Allowances.DEFAULT);
            this.bounds = worst.bounds(call.letter().size());
            Usd least = worst.least(bounds, true);
            long more = worst.cost(bounds).nanos() - least.nanos();
            this.amount =
                    random.nextBoolean()
                            ? worst.cost(bounds)
                            : new Usd(least.nanos() + random.nextLong(more + 1));
            this.told = worst.told(amount, bounds);
        }

        private Letter letter() {
            LetterFixture letter = LetterFixture.aLetter().with("messages", messages());
            if (random.nextBoolean()) {
                letter.with(
                        random.nextBoolean() ? "max_tokens" : "max_completion_tokens",
                        1 + random.nextInt(6_000));
            }
            if (answers > 1) {
                place(letter, "n", Integer.toString(answers));
            }
            if (thinking > 0) {
                letter.with("thinking", "{\"budget_tokens\": " + thinking + "}");
            }
            if (random.nextInt(3) == 0) {
                place(letter, "tools", tools());
            }
            if (random.nextInt(6) == 0) {
                place(letter, "prediction", PREDICTION);
            }
            if (random.nextInt(6) == 0) {
                letter.with("web_search_options", "{\"user_location\": {}}");
            }
            if (random.nextInt(5) == 0) {
                defaults.put("max_tokens", Integer.toString(1 + random.nextInt(2_000)));
            }
            if (random.nextInt(5) == 0 && !anthropic && !letter.has("extra_body")) {
                extra.put("max_tokens", 1L + random.nextInt(9_000));
                letter.with("extra_body", "{\"max_tokens\": " + extra.get("max_tokens") + "}");
            }
            return letter.build();
        }

        private String messages() {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                parts.add("{\"image_url\": {\"url\": \"https://a.example\"}}");
            }
            return "[" + String.join(",", parts) + "]";
        }

        private void place(LetterFixture letter, String name, String value) {
            switch (random.nextInt(3)) {
                case 0 -> defaults.put(name, value);
                case 1 -> {
                    if (letter.has("extra_body")) {
                        letter.with(name, value);
                    } else {
                        letter.with("extra_body", "{\"" + name + "\": " + value + "}");
                    }
                }
                default -> letter.with(name, value);
            }
        }

        private String tools() {
            List<String> tools = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                tools.add(
                        random.nextBoolean()
                                ? "{\"type\": \"web_search_20250305\"}"
                                : "{\"type\": \"web_search_20250305\", \"max_uses\": %d}"
                                        .formatted(1 + random.nextInt(8)));
            }
            return "[" + String.join(",", tools) + "]";
        }

        /// Everything that the letter as it is sent allows, all of it written to the cache.
        Usd bill() {
            Letter sent = call.letter().with(told.fields());
            String text = new String(sent.bytes(), StandardCharsets.UTF_8) + defaults;
            long searches = searches(text);
            long prompt =
                    call.letter().size()
                            + (text.contains("\"type\": \"web_search") ? 530 : 0)
                            + defaults.values().stream().mapToInt(String::length).sum()
                            + images * Allowances.DEFAULT.mediaTokens();
            long input = prompt;
            for (long i = 1; i <= searches; i++) {
                long reads = prompt + i * Allowances.DEFAULT.toolTokens();
                input += window == 0 ? reads : Math.min(reads, Math.max(window, prompt));
            }
            long rejected = text.contains(PREDICTION) ? PREDICTION.length() : 0;
            long output = (bound(sent) + rejected) * answers;
            Usage usage = new Usage(true, input, output, 0, input, 0, 0, 0, 0);
            Meters meters = Meters.of(Meter.WEB_SEARCHES_HIGH, searches * answers);
            return card(anthropic ? "anthropic" : "openai", longest, window, SEARCHING)
                    .prices()
                    .cost(usage.with(meters))
                    .orElseThrow();
        }

        private static long searches(String text) {
            long stated = 0;
            long bounded = 0;
            Matcher uses = USES.matcher(text);
            while (uses.find()) {
                bounded++;
                stated += Long.parseLong(uses.group(1));
            }
            long tools = SEARCH.matcher(text).results().count();
            return stated + (tools - bounded) * Allowances.DEFAULT.toolUses();
        }

        private long bound(Letter sent) {
            long own = Math.max(number(sent, "max_tokens"), number(sent, "max_completion_tokens"));
            long laid = extra.getOrDefault("max_tokens", 0L);
            long asked = own > 0 && laid > 0 ? Math.min(own, laid) : Math.max(own, laid);
            if (asked == 0) {
                asked = Long.parseLong(defaults.getOrDefault("max_tokens", "0"));
            }
            if (asked > 0 && asked <= thinking) {
                return thinking + 4_096;
            }
            assertThat(asked > 0 || longest > 0).as("some bound is known").isTrue();
            return asked > 0 ? asked : longest;
        }

        private static long number(Letter letter, String name) {
            return letter.field(name)
                    .map(
                            field ->
                                    new String(
                                            letter.bytes(),
                                            field.valueStart(),
                                            field.end() - field.valueStart(),
                                            StandardCharsets.UTF_8))
                    .map(Long::parseLong)
                    .orElse(0L);
        }
    }
}
