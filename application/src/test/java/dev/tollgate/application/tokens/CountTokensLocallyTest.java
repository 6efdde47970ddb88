package dev.tollgate.application.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.CountTokens;
import dev.tollgate.application.port.in.CountTokens.Message;
import dev.tollgate.application.port.in.CountTokens.Property;
import dev.tollgate.application.port.in.CountTokens.Question;
import dev.tollgate.application.port.in.CountTokens.Tool;
import dev.tollgate.application.port.in.CountTokens.ToolChoice;
import dev.tollgate.application.port.in.CountTokens.Type;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.access.Caller;

import org.junit.jupiter.api.Test;

import java.util.List;

class CountTokensLocallyTest {
    private final CountTokens counting =
            new CountTokensLocally(
                    new WordCounter(),
                    (caller, name) ->
                            name.equals("old")
                                    ? "gpt-3.5-turbo-0301"
                                    : caller.equals(Caller.NOBODY) ? name : "own-" + name);

    @Test
    void a_prompt_counts_its_texts_and_nothing_else() {
        CountTokens.Count count =
                counting.count(
                        Caller.NOBODY, new Question.Prompt("group", List.of("two words", "one")));

        assertThat(count).isEqualTo(new CountTokens.Count(3, "group", "words"));
    }

    @Test
    void a_name_means_the_model_that_it_means_to_the_caller() {
        CountTokens.Count count =
                counting.count(Caller.MASTER, new Question.Prompt("group", List.of("two words")));

        assertThat(count).isEqualTo(new CountTokens.Count(2, "own-group", "words"));
    }

    @Test
    void a_chat_adds_its_frame() {
        assertThat(tokens("group", says("user", "hello world"))).isEqualTo(3 + 1 + 2 + 3);
        assertThat(tokens("group", says("system", "x"), says("user", "y z")))
                .isEqualTo(2 * 3 + 2 + 3 + 3);
    }

    @Test
    void a_name_and_an_image_count() {
        Message named = new Message("user", List.of("hi", "ann"), true, Message.SMALL_IMAGE);

        assertThat(tokens("group", named)).isEqualTo(3 + 1 + 2 + 1 + 85 + 3);
    }

    @Test
    void an_old_model_frames_its_messages_otherwise() {
        assertThat(tokens("old", new Message("user", List.of("hi", "ann"), true, 0)))
                .isEqualTo(4 + 1 + 2 - 1 + 3);
        assertThat(
                        counting.count(Caller.NOBODY, new Question.Prompt("old", List.of()))
                                .upstreamModel())
                .isEqualTo("gpt-3.5-turbo-0301");
    }

    @Test
    void tools_count_as_they_are_shown_to_the_model() {
        List<Tool> tools = List.of(weather());
        int shown = ToolSignatures.of(tools).split("\\s+").length;

        assertThat(tokens(tools, new ToolChoice.Free(), says("user", "hi")))
                .isEqualTo(3 + 1 + 1 + 3 + 9 + shown);
        assertThat(tokens(tools, new ToolChoice.None(), says("system", "hi")))
                .isEqualTo(3 + 1 + 1 + 3 + 9 + shown - 4 + 1);
        assertThat(tokens(tools, new ToolChoice.Named("weather"), says("user", "hi")))
                .isEqualTo(3 + 1 + 1 + 3 + 9 + shown + 7 + 1);
    }

    @Test
    void tools_are_shown_as_a_namespace_of_functions() {
        assertThat(ToolSignatures.of(List.of(weather(), new Tool("now", "", List.of()))))
                .isEqualTo(
                        """
                        namespace functions {

                        // Tells the weather.
                        type weather = (_: {
                        // Where
                        city: string,
                        unit?: "c" | "f",
                        days?: number[],
                        place?: {
                        lat: number,
                        },
                        }) => any;

                        type now = () => any;

                        } // namespace functions\
                        """);
    }

    @Test
    void a_declaration_nested_without_end_is_cut() {
        Type type = new Type.Simple("string");
        for (int i = 0; i < 100_000; i++) {
            type = new Type.ListOf(type);
        }
        Tool tool = new Tool("deep", "", List.of(new Property("p", "", type, true)));

        assertThat(ToolSignatures.of(List.of(tool))).contains("p: any[][]");
    }

    private int tokens(String model, Message... messages) {
        return counting.count(
                        Caller.NOBODY,
                        new Question.Conversation(
                                model, List.of(messages), List.of(), new ToolChoice.Free()))
                .tokens();
    }

    private int tokens(List<Tool> tools, ToolChoice choice, Message message) {
        return counting.count(
                        Caller.NOBODY,
                        new Question.Conversation("group", List.of(message), tools, choice))
                .tokens();
    }

    private static Message says(String role, String text) {
        return new Message(role, List.of(text), false, 0);
    }

    private static Tool weather() {
        Type number = new Type.Simple("number");
        return new Tool(
                "weather",
                "Tells the weather.",
                List.of(
                        new Property("city", "Where", new Type.Simple("string"), true),
                        new Property("unit", "", new Type.OneOf(List.of("\"c\"", "\"f\"")), false),
                        new Property("days", "", new Type.ListOf(number), false),
                        new Property(
                                "place",
                                "",
                                new Type.ObjectOf(List.of(new Property("lat", "", number, true))),
                                false)));
    }

    private static final class WordCounter implements TokenCounter {
        @Override
        public int count(String model, String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length;
        }

        @Override
        public String tokenizerOf(String model) {
            return "words";
        }
    }
}
