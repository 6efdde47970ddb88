package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.call.Dialect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.atomic.AtomicInteger;

class PromptEstimateTest {
    private final Engine.Words words = new Engine.Words();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}]} | 6",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"one\"}]},{\"role\":\"user\",\"content\":\"two\"}]}"
                    + " | 10",
                "{\"messages\":[],\"tools\":[{\"name\":\"f\"}, 1]} | 2",
                "{\"model\":\"one two\",\"temperature\":1,\"metadata\":{\"x\":\"y z\"}} | 0",
                "{\"messages\":\"nonsense\"} | 0",
                "{\"prompt\":[\"one two\",\"three\"]} | 3",
                "{\"prompt\":[1,2,3]} | 3",
                "{\"input\":[[1,2],[3]]} | 3",
            })
    void what_the_model_reads_counts_and_nothing_else(String letter, long tokens) {
        assertThat(estimate(letter, words)).isEqualTo(tokens);
    }

    @Test
    void an_attachment_counts_flat_however_long_it_is() {
        String image = "data:image/png;base64," + "A".repeat(100_000);
        assertThat(
                        estimate(
                                "{\"prompt\":[\"see\",\"%s\",\"%s\"]}"
                                        .formatted(image, "\u4e2d".repeat(2000)),
                                words))
                .isEqualTo(1000 + 1 + 1);
    }

    @Test
    void what_exceeds_a_bound_counts_by_its_length() {
        String text = "word ".repeat(40_000);
        long tokens = estimate("{\"prompt\":[\"%s\",\"%s\"]}".formatted(text, text), words);

        assertThat(tokens).isEqualTo(40_000 + text.length() / 4);
    }

    @Test
    void nothing_is_counted_before_it_is_asked_for_and_then_once() {
        AtomicInteger counts = new AtomicInteger();
        TokenCounter counting =
                new TokenCounter() {
                    @Override
                    public int count(String model, String text) {
                        counts.incrementAndGet();
                        return 7;
                    }

                    @Override
                    public String tokenizerOf(String model) {
                        return "seven";
                    }
                };
        PromptEstimate estimate =
                new PromptEstimate(counting, "m", Calls.chat("{\"messages\":[]}").letter());
        assertThat(counts).hasValue(0);
        assertThat(estimate.getAsLong()).isEqualTo(7);
        assertThat(estimate.getAsLong()).isEqualTo(7);
        assertThat(counts).hasValue(1);
    }

    private static long estimate(String letter, TokenCounter counter) {
        return new PromptEstimate(counter, "m", Calls.letter(Dialect.OPENAI_CHAT, letter))
                .getAsLong();
    }
}
