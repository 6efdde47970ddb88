package dev.tollgate.adapters.providers.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

import dev.tollgate.application.port.in.CountTokens.Message;
import dev.tollgate.application.port.in.CountTokens.Question;
import dev.tollgate.application.port.in.CountTokens.ToolChoice;
import dev.tollgate.application.tokens.CountTokensLocally;
import dev.tollgate.domain.access.Caller;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class JtokkitTokenCounterTest {
    private static final JtokkitTokenCounter COUNTER = new JtokkitTokenCounter();

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, O200K_BASE",
        "openai/gpt-4o-mini, O200K_BASE",
        "azure/eu/gpt-4.1, O200K_BASE",
        "gpt-4.5-preview, O200K_BASE",
        "gpt-5.5, O200K_BASE",
        "gpt-6-luna, O200K_BASE",
        "o1, O200K_BASE",
        "o4-mini-2025-04-16, O200K_BASE",
        "chatgpt-4o-latest, O200K_BASE",
        "ft:gpt-4o-2024-08-06:acme::1, O200K_BASE",
        "bedrock/openai.gpt-oss-120b-1:0, O200K_BASE",
        "gpt-4, CL100K_BASE",
        "gpt-4-turbo, CL100K_BASE",
        "gpt-3.5-turbo, CL100K_BASE",
        "azure/gpt-35-turbo, CL100K_BASE",
        "text-embedding-3-small, CL100K_BASE",
        "claude-sonnet-4-5, CL100K_BASE",
        "olmo-7b, CL100K_BASE",
        "llama3, CL100K_BASE",
        "text-davinci-003, P50K_BASE",
        "'', CL100K_BASE",
    })
    void a_model_has_the_encoding_of_its_family(String model, EncodingType encoding) {
        assertThat(JtokkitTokenCounter.encodingOf(model)).isEqualTo(encoding);
    }

    @Test
    void a_chat_of_two_words_is_nine_tokens_and_a_prompt_two() {
        CountTokensLocally counting = new CountTokensLocally(COUNTER, (_, model) -> model);
        Message hello = new Message("user", List.of("hello world"), false, 0);

        assertThat(
                        counting.count(
                                        Caller.NOBODY,
                                        new Question.Conversation(
                                                "gpt-4o-mini",
                                                List.of(hello),
                                                List.of(),
                                                new ToolChoice.Free()))
                                .tokens())
                .isEqualTo(9);
        assertThat(
                        counting.count(
                                        Caller.NOBODY,
                                        new Question.Prompt("gpt-4o-mini", List.of("hello world")))
                                .tokens())
                .isEqualTo(2);
    }

    @Test
    void a_text_that_spells_a_control_token_is_counted_as_a_text() {
        assertThat(COUNTER.count("gpt-4", "<|endoftext|>")).isEqualTo(7);
        assertThat(COUNTER.count("gpt-4", "")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "gpt-4"})
    void pieces_of_a_written_text_count_as_much_as_the_whole(String model) {
        Encoding whole =
                Encodings.newLazyEncodingRegistry()
                        .getEncoding(JtokkitTokenCounter.encodingOf(model));
        for (long seed = 0; seed < 20; seed++) {
            String text = prose(new Random(seed), 3_000);

            assertThat(COUNTER.count(model, text))
                    .describedAs("seed %d", seed)
                    .isEqualTo(whole.countTokensOrdinary(text));
        }
    }

    @Test
    void a_piece_is_short_and_never_splits_a_character() {
        for (String unit : List.of("a", " ", "😀", "x😀", "ab cd ", "\n", "漢")) {
            String text = unit.repeat(20_000 / unit.length());
            int start = 0;
            while (start < text.length()) {
                int end = Pieces.end(text, start);
                assertThat(end - start).isBetween(1, Pieces.LONGEST);
                assertThat(end < text.length() && Character.isLowSurrogate(text.charAt(end)))
                        .isFalse();
                start = end;
            }
        }
    }

    @Test
    void an_endless_word_is_counted_with_a_small_error() {
        String word = "a".repeat(1_000_000);

        assertThat(COUNTER.count("gpt-4o", word)).isBetween(125_000, 126_000);
    }

    @Test
    void many_threads_count_alike() throws Exception {
        JtokkitTokenCounter fresh = new JtokkitTokenCounter();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts =
                    IntStream.range(0, 16)
                            .mapToObj(
                                    _ -> threads.submit(() -> fresh.count("gpt-4", "hello world")))
                            .toList();

            for (Future<Integer> count : counts) {
                assertThat(count.get()).isEqualTo(2);
            }
        }
    }

    private static String prose(Random random, int words) {
        String[] some = {
            "the",
            "quick",
            "Brown",
            "42",
            "7,",
            "don't",
            "über",
            "naïve.",
            "x=1;",
            "(a+b)",
            "\n",
            "\n\n  indented",
            "tab\there",
            "漢字",
            "😀",
            "e.g.",
            "end!\n",
            "two  spaces",
            "-",
            "2026"
        };
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(some[random.nextInt(some.length)]).append(' ');
        }
        return text.toString();
    }
}
