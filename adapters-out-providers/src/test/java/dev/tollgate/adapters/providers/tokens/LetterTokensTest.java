package dev.tollgate.adapters.providers.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class LetterTokensTest {
    /// A token for each character, so that counts can be seen.
    private static final class Characters implements TokenCounter {
        @Override
        public int count(String model, String text) {
            return text.length();
        }

        @Override
        public String tokenizerOf(String model) {
            return "characters";
        }
    }

    private final LetterTokens tokens = new LetterTokens(new Characters());

    /// A letter with a single field.
    private static Letter letter(Dialect dialect, String name, String value) {
        String start = "{\"" + name + "\":";
        byte[] bytes = (start + value + "}").getBytes(StandardCharsets.UTF_8);
        Field field = new Field(name, 1, start.length(), bytes.length - 1);
        return new Letter(dialect, bytes, List.of(field));
    }

    private long chat(String field, String value) {
        return tokens.count("m", letter(Dialect.OPENAI_CHAT, field, value));
    }

    @Test
    void a_chat_counts_its_texts_and_the_form_around_them() {
        assertThat(chat("messages", "[{\"role\":\"user\",\"content\":\"12345\"}]"))
                .isEqualTo(3 + 3 + 4 + 5);
        assertThat(
                        chat(
                                "messages",
                                """
                                [{"role":"user","name":"ab","content":[
                                  {"type":"text","text":"123"},
                                  {"type":"image_url","image_url":{"url":"data:,long"}}]},
                                 {"role":"assistant","tool_calls":[
                                  {"id":"x","type":"function",
                                   "function":{"name":"f","arguments":"{}"}}]}]\
                                """))
                .isEqualTo(3 + (3 + 4 + 2 + 1 + 3 + 85) + (3 + 9 + 1 + 2));
    }

    @Test
    void tools_count_their_names_and_texts() {
        assertThat(chat("tools", "[{\"ab\":\"cde\",\"f\":1}]")).isEqualTo(3 + 2 + 3 + 1);
    }

    @Test
    void of_several_prompts_or_inputs_the_longest_counts() {
        assertThat(tokens.count("m", letter(Dialect.OPENAI_COMPLETIONS, "prompt", "\"abc\"")))
                .isEqualTo(3);
        assertThat(
                        tokens.count(
                                "m",
                                letter(
                                        Dialect.OPENAI_EMBEDDINGS,
                                        "input",
                                        "[\"a\",\"abcd\",\"ab\"]")))
                .isEqualTo(4);
        assertThat(
                        tokens.count(
                                "m",
                                letter(Dialect.OPENAI_EMBEDDINGS, "input", "[[1,2,3],[4],[5,6]]")))
                .isEqualTo(3);
    }

    @Test
    void real_texts_are_counted_as_their_model_would() {
        LetterTokens real = new LetterTokens(new JtokkitTokenCounter());
        String words = "hello ".repeat(1000).strip();
        Letter letter =
                letter(
                        Dialect.OPENAI_CHAT,
                        "messages",
                        "[{\"role\":\"user\",\"content\":\"" + words + "\"}]");

        assertThat(real.count("gpt-4o", letter)).isEqualTo(1000 + 3 + 3 + 1);
    }

    @Test
    void what_cannot_be_read_counts_nothing() {
        assertThat(chat("messages", "[{\"role\":")).isEqualTo(3);
    }
}
