package dev.tollgate.adapters.providers.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Known calls cost what they cost, to the nano-dollar.
class GoldenBillsTest {
    /// A Wednesday at peak hours.
    private static final String PEAK = "2026-11-25T02:00:00Z";

    private static final ModelCatalogue CATALOGUE = ModelCatalogue.bundled();

    static List<String> bills() throws IOException {
        try (InputStream in =
                GoldenBillsTest.class.getResourceAsStream("/golden/bills/bills.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("bills")
    void a_known_call_costs_what_it_costs(String line) {
        String[] parts = line.split(" \\| ");
        String[] model = parts[0].split(" ");
        Prices prices = CATALOGUE.find(model[0], model[1]).prices();
        Map<String, String> used = words(parts[1]);
        Instant at = Instant.parse(taken(used, "at", PEAK));

        assertThat(prices.bill(usage(used), at).map(Bill::cost))
                .contains(Usd.of(new BigDecimal(parts[2])));
    }

    @Test
    void a_word_that_nobody_knows_is_not_passed_over() {
        assertThatThrownBy(() -> usage(words("in=1 oot=2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Usage usage(Map<String, String> used) {
        Usage usage =
                new Usage(
                        true,
                        count(used, "in"),
                        count(used, "out"),
                        count(used, "cached"),
                        count(used, "written"),
                        count(used, "written_1h"),
                        count(used, "audio_in"),
                        count(used, "audio_out"),
                        count(used, "reasoning"));
        Terms terms =
                new Terms(
                        ServiceTier.named(taken(used, "tier", "")),
                        Boolean.parseBoolean(taken(used, "fast", "false")),
                        Boolean.parseBoolean(taken(used, "geo_us", "false")),
                        taken(used, "resolution", ""));
        Meters meters = Meters.NONE;
        for (Map.Entry<String, String> word : used.entrySet()) {
            Meter meter = Meter.valueOf(word.getKey().toUpperCase(Locale.ROOT));
            meters = meters.plus(Meters.of(meter, new BigDecimal(word.getValue())));
        }
        return usage.with(terms).with(meters);
    }

    private static long count(Map<String, String> used, String word) {
        return Long.parseLong(taken(used, word, "0"));
    }

    private static String taken(Map<String, String> used, String word, String otherwise) {
        String value = used.remove(word);
        return value == null ? otherwise : value;
    }

    private static Map<String, String> words(String text) {
        Map<String, String> words = new HashMap<>();
        for (String word : text.split(" ")) {
            int equals = word.indexOf('=');
            words.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return words;
    }
}
