package dev.tollgate.adapters.providers.continuation;

import static dev.tollgate.adapters.providers.continuation.Chunks.chunk;
import static dev.tollgate.adapters.providers.continuation.Chunks.content;
import static dev.tollgate.adapters.providers.continuation.Chunks.data;
import static dev.tollgate.adapters.providers.continuation.Chunks.drain;
import static dev.tollgate.adapters.providers.continuation.Chunks.finish;
import static dev.tollgate.adapters.providers.continuation.Chunks.quoted;
import static dev.tollgate.adapters.providers.continuation.Chunks.read;
import static dev.tollgate.adapters.providers.continuation.Chunks.reasoning;
import static dev.tollgate.adapters.providers.continuation.Chunks.role;
import static dev.tollgate.adapters.providers.continuation.Chunks.text;
import static dev.tollgate.adapters.providers.continuation.Chunks.usage;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.continuation.Chunks.Playing;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.application.port.out.StreamContinuations.BrokenAnswer;
import dev.tollgate.application.port.out.StreamContinuations.ContinuedStream;
import dev.tollgate.application.port.out.StreamContinuations.Way;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

class ChatContinuationsTest {
    private static final String BODY =
            "{\"model\":\"group\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final List<String> ALPHABET =
            List.of("a", " ", "\u00e9", "\n", "\"", "\\", "\ud83d\ude00", "\u4e16");
    private static final ModelCard CLAUDE = card("assistant_prefill");
    private static final ModelCard PLAIN = card("function_calling");

    private final ChatContinuations continuations = new ChatContinuations(ProviderDirectory.load());

    private static ModelCard card(String can) {
        return new ModelCard("a-model", "", "chat", 0, 0, 0, Prices.UNKNOWN, Set.of(can), Set.of());
    }

    private static Candidate at(String provider) {
        return new Candidate(aDeployment("west").by(provider, "m").build(), "m");
    }

    private BrokenAnswer broken(List<Frame> sent) {
        return continuations
                .broken(Calls.chatStream(BODY), sent, Usage.of(10, 40), 4)
                .orElseThrow();
    }

    private Way askingAgain(List<Frame> sent) {
        return broken(sent).ways(Calls.chatStream(BODY), at("openai"), PLAIN).getFirst();
    }

    private ContinuedStream again(List<Frame> sent, Frame... next) {
        return askingAgain(sent).continued(new Playing(List.of(next)));
    }

    private Way prefill(List<Frame> sent, String provider, String body) {
        return broken(sent).ways(Calls.chatStream(body), at(provider), CLAUDE).getFirst();
    }

    private static String letter(Way way) {
        return new String(way.call().letter().bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static List<Frame> sent(String... pieces) {
        List<Frame> frames = new ArrayList<>(List.of(role("a")));
        for (String piece : pieces) {
            frames.add(content("a", piece));
        }
        return frames;
    }

    @Test
    void the_rest_keeps_the_first_id_and_created_repeats_no_role_and_names_who_wrote_it() {
        ContinuedStream rest =
                again(
                        sent("Hel"),
                        role("b"),
                        content("b", "Hello"),
                        content("b", "!"),
                        finish("b"));

        List<Frame> frames = drain(rest);

        assertThat(text(frames)).isEqualTo("lo!");
        assertThat(frames).hasSize(3);
        JsonNode first = read(role("a"));
        for (Frame frame : frames) {
            JsonNode chunk = read(frame);
            assertThat(chunk.get("id")).isEqualTo(first.get("id"));
            assertThat(chunk.get("created")).isEqualTo(first.get("created"));
            assertThat(chunk.get("model").asText()).isEqualTo("model-of-b");
            assertThat(chunk.at("/choices/0/delta").has("role")).isFalse();
        }
        assertThat(frames.getLast().kind()).isEqualTo(Frame.Kind.FINISH);
        assertThat(rest.differs()).isFalse();
    }

    @Test
    void chunk_boundaries_and_spelling_do_not_matter() {
        ContinuedStream rest =
                again(
                        sent("caf\u00e9 \\ud83d\\ude00", "\\u006fk"),
                        content("b", "c"),
                        content("b", ""),
                        content("b", "af\\u00e9 \ud83d\ude00o"),
                        content("b", "k then"),
                        finish("b"));

        assertThat(text(drain(rest))).isEqualTo(" then");
    }

    @Test
    void half_a_character_that_was_sent_is_completed() {
        ContinuedStream rest = again(sent("a\\ud83d"), content("b", "a\ud83d\ude00!"), finish("b"));

        List<Frame> frames = drain(rest);

        assertThat("a\ud83d" + text(frames)).isEqualTo("a\ud83d\ude00!");
    }

    @Test
    void the_first_difference_closes_the_new_stream_at_once() {
        Playing other =
                new Playing(
                        List.of(
                                role("b"),
                                content("b", "He"),
                                content("b", "y"),
                                content("b", "more"),
                                finish("b")));
        ContinuedStream rest = askingAgain(sent("Hello")).continued(other);

        assertThat(rest.next()).isInstanceOf(Step.Broken.class);
        assertThat(rest.differs()).isTrue();
        assertThat(other.closed()).isTrue();
        assertThat(other.left()).isEqualTo(2);
        assertThat(rest.next()).isInstanceOf(Step.Broken.class);
    }

    @Test
    void an_answer_that_ends_before_it_repeated_everything_is_another() {
        ContinuedStream rest = again(sent("Hello"), content("b", "Hell"), finish("b"));

        assertThat(drain(rest)).isEmpty();
        assertThat(rest.differs()).isTrue();
    }

    @Test
    void a_finish_in_the_chunk_that_holds_the_rest_is_passed_on_with_it() {
        ContinuedStream rest =
                again(
                        sent("Hel"),
                        chunk("b", "{\"content\":\"Hello\"}", "\"stop\"", Frame.Kind.FINISH));

        List<Frame> frames = drain(rest);

        assertThat(text(frames)).isEqualTo("lo");
        assertThat(read(frames.getFirst()).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
    }

    @Test
    void an_answer_whose_finish_reason_alone_was_missing_gets_it() {
        List<Frame> frames = drain(again(sent("Hello"), content("b", "Hello"), finish("b")));

        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().kind()).isEqualTo(Frame.Kind.FINISH);
    }

    @Test
    void the_usage_chunk_tells_the_sum() {
        List<Frame> frames =
                drain(again(sent("Hi"), content("b", "Hi"), finish("b"), usage("b", 12, 7)));

        JsonNode told = read(frames.getLast()).get("usage");
        assertThat(told.get("prompt_tokens").asLong()).isEqualTo(22);
        assertThat(told.get("completion_tokens").asLong()).isEqualTo(47);
        assertThat(told.get("total_tokens").asLong()).isEqualTo(69);
        assertThat(told.at("/prompt_tokens_details/cached_tokens").asLong()).isEqualTo(3);
    }

    @Test
    void a_keep_alive_is_passed_on_only_when_the_rest_has_begun() {
        Frame alive = data("{\"id\":\"b\",\"choices\":[]}", Frame.Kind.OTHER);

        List<Frame> frames =
                drain(
                        again(
                                sent("Hi"),
                                alive,
                                content("b", "Hi you"),
                                alive,
                                content("b", "!"),
                                finish("b")));

        assertThat(frames).hasSize(4);
        assertThat(read(frames.get(1)).get("id").asText()).isEqualTo("a");
    }

    @Test
    void reasoning_has_to_be_repeated_too() {
        List<Frame> sent = List.of(role("a"), reasoning("a", "Let me"), content("a", "Hi"));

        assertThat(
                        text(
                                drain(
                                        again(
                                                sent,
                                                reasoning("b", "Let"),
                                                reasoning("b", " me"),
                                                content("b", "Hi you"),
                                                finish("b")))))
                .isEqualTo(" you");
        ContinuedStream other = again(sent, reasoning("b", "Let us"), content("b", "Hi"));
        assertThat(drain(other)).isEmpty();
        assertThat(other.differs()).isTrue();
        ContinuedStream thoughtless = again(sent, content("b", "Hi you"), finish("b"));
        assertThat(drain(thoughtless)).isEmpty();
        assertThat(thoughtless.differs()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                "{\"refusal\":\"I\"}",
                "{\"audio\":{\"id\":\"x\"}}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}",
                "{\"annotations\":[{\"type\":\"url\"}]}"
            })
    void what_is_more_than_text_is_not_continued(String delta) {
        List<Frame> sent =
                List.of(
                        role("a"),
                        content("a", "Hi"),
                        chunk("a", delta, "null", Frame.Kind.CONTENT));

        assertThat(continuations.broken(Calls.chatStream(BODY), sent, Usage.NONE, 0)).isEmpty();
    }

    @Test
    void an_answer_that_has_ended_is_not_continued() {
        assertThat(
                        continuations.broken(
                                Calls.chatStream(BODY),
                                List.of(role("a"), content("a", "Hi"), finish("a")),
                                Usage.NONE,
                                0))
                .isEmpty();
    }

    @Test
    void a_second_choice_is_not_continued() {
        Frame second =
                data(
                        "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}",
                        Frame.Kind.CONTENT);

        assertThat(continuations.broken(Calls.chatStream(BODY), List.of(second), Usage.NONE, 0))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"n\":2", "\"logprobs\":true", "\"modalities\":[\"text\",\"audio\"]"})
    void calls_whose_answers_cannot_be_compared_are_not_kept(String field) {
        ModelCall call = Calls.chatStream(BODY.replace("{\"model\"", "{" + field + ",\"model\""));

        assertThat(continuations.mayContinue(call)).isFalse();
        assertThat(continuations.mayContinue(Calls.chatStream(BODY))).isTrue();
        assertThat(continuations.mayContinue(Calls.chat(BODY))).isFalse();
    }

    @Test
    void a_tool_call_behind_the_repeated_text_is_passed_on_and_one_before_it_is_a_difference() {
        Frame tool =
                chunk(
                        "b",
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"t\"}]}",
                        "null",
                        Frame.Kind.CONTENT);

        assertThat(drain(again(sent("Hi"), content("b", "Hi"), tool, finish("b")))).hasSize(2);
        ContinuedStream other = again(sent("Hi"), tool, finish("b"));
        assertThat(drain(other)).isEmpty();
        assertThat(other.differs()).isTrue();
    }

    @Test
    void a_target_that_takes_a_prefill_gets_the_partial_answer_without_white_space_at_its_end() {
        Way way = prefill(sent("Hello \\n"), "anthropic", BODY);

        assertThat(letter(way))
                .isEqualTo(
                        BODY.replace("}]}", "},{\"role\":\"assistant\",\"content\":\"Hello\"}]}"));
        assertThat(way.call().letter().field("messages")).isPresent();
        List<Frame> rest =
                drain(
                        way.continued(
                                new Playing(
                                        List.of(
                                                role("b"),
                                                content("b", " "),
                                                content("b", "\\nWorld"),
                                                finish("b")))));
        assertThat(text(rest)).isEqualTo("World");
    }

    @Test
    void white_space_that_is_not_written_again_is_a_difference() {
        ContinuedStream rest =
                prefill(sent("Hello\\n\\n"), "anthropic", BODY)
                        .continued(new Playing(List.of(content("b", " World"), finish("b"))));

        assertThat(drain(rest)).isEmpty();
        assertThat(rest.differs()).isTrue();
    }

    @Test
    void a_target_that_begins_anew_instead_of_writing_on_is_noticed_before_the_caller_hears_it() {
        String long_ = "It was a dark and stormy night; the rain fell in torrents";
        ContinuedStream rest =
                prefill(sent(long_), "anthropic", BODY)
                        .continued(
                                new Playing(
                                        List.of(
                                                content("b", long_.substring(0, 20)),
                                                content("b", long_.substring(20) + " and more"),
                                                finish("b"))));

        assertThat(drain(rest)).isEmpty();
        assertThat(rest.differs()).isTrue();
    }

    @Test
    void a_rest_that_begins_a_little_like_the_answer_did_is_told_whole() {
        List<Frame> rest =
                drain(
                        prefill(sent("The cat and"), "anthropic", BODY)
                                .continued(
                                        new Playing(
                                                List.of(
                                                        content("b", "The"),
                                                        content("b", " dog"),
                                                        finish("b")))));

        assertThat(text(rest)).isEqualTo("The dog");
    }

    @Test
    void mistral_marks_the_beginning_and_repeats_it() {
        Way way = prefill(sent("Hello "), "mistral", BODY);

        assertThat(letter(way))
                .contains("{\"role\":\"assistant\",\"content\":\"Hello \",\"prefix\":true}]");
        assertThat(
                        text(
                                drain(
                                        way.continued(
                                                new Playing(
                                                        List.of(
                                                                content("b", "Hel"),
                                                                content("b", "lo world"),
                                                                finish("b")))))))
                .isEqualTo("world");
        assertThat(
                        text(
                                drain(
                                        way.continued(
                                                new Playing(
                                                        List.of(
                                                                content("b", "world"),
                                                                finish("b")))))))
                .isEqualTo("world");
    }

    @Test
    void where_nothing_says_that_a_prefill_is_taken_none_is_sent() {
        List<Way> ways = broken(sent("Hi")).ways(Calls.chatStream(BODY), at("openai"), PLAIN);

        assertThat(ways).hasSize(1);
        assertThat(letter(ways.getFirst())).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"tool_choice\":\"required\"",
                "\"max_tokens\":4"
            })
    void what_has_to_have_a_form_or_has_no_room_left_is_only_asked_for_again(String field) {
        String body = BODY.replace("{\"model\"", "{" + field + ",\"model\"");

        List<Way> ways = broken(sent("Hi")).ways(Calls.chatStream(body), at("anthropic"), CLAUDE);

        assertThat(ways).hasSize(1);
        assertThat(letter(ways.getFirst())).isEqualTo(body);
    }

    @Test
    void what_the_caller_allowed_is_for_the_whole_answer() {
        String body = BODY.replace("{\"model\"", "{\"max_tokens\":100,\"model\"");

        assertThat(letter(prefill(sent("Hi"), "anthropic", body))).contains("\"max_tokens\":96,");
    }

    @Test
    void only_what_the_caller_was_sent_counts_as_written() {
        Frame[] none = {};
        Frame[] repeating = {content("b", "Hel"), content("b", "lo")};
        Frame[] fourMore = {content("b", "Hel"), content("b", "lo, you"), content("b", "!!!")};

        assertThat(written(again(sent("Hello"), none))).isZero();
        assertThat(written(again(sent("Hello"), repeating))).isZero();
        // 100 tokens for 13 chars, of which 8 are new
        assertThat(written(again(sent("Hello"), fourMore))).isEqualTo(61);
    }

    @Test
    void what_is_held_back_was_not_written_and_what_is_written_on_was() {
        Way way = prefill(sent("The cat and"), "anthropic", BODY);

        assertThat(written(way.continued(new Playing(List.of(content("b", "The")))))).isZero();
        assertThat(
                        written(
                                way.continued(
                                        new Playing(
                                                List.of(
                                                        content("b", "The"),
                                                        content("b", " dog"))))))
                .isEqualTo(100);
    }

    @Test
    void a_beginning_that_the_target_repeats_was_not_written_again() {
        Way way = prefill(sent("Hello "), "mistral", BODY);

        assertThat(
                        written(
                                way.continued(
                                        new Playing(
                                                List.of(
                                                        content("b", "Hel"),
                                                        content("b", "lo you "))))))
                .isEqualTo(40);
    }

    private static long written(ContinuedStream rest) {
        drain(rest);
        return rest.written();
    }

    @Test
    void a_target_hears_which_program_the_caller_uses() {
        ModelCall call = Calls.chatStream(BODY);
        ModelCall named =
                new ModelCall(
                        call.id(),
                        call.caller(),
                        call.model(),
                        true,
                        false,
                        call.overrides(),
                        call.output(),
                        call.attribution(),
                        call.forwarded(),
                        "a-program/1",
                        call.letter());

        Way way = broken(sent("Hi")).ways(named, at("anthropic"), CLAUDE).getFirst();

        assertThat(way.call().userAgent()).isEqualTo("a-program/1");
        assertThat(letter(way)).contains("\"assistant\"");
    }

    @Test
    void thoughts_that_are_signed_can_be_written_on_from_but_not_compared() {
        List<Frame> sent =
                List.of(
                        role("a"),
                        chunk(
                                "a",
                                "{\"thinking_blocks\":[{\"signature\":\"s\"}]}",
                                "null",
                                Frame.Kind.CONTENT),
                        content("a", "Hi"));

        assertThat(broken(sent).ways(Calls.chatStream(BODY), at("anthropic"), CLAUDE)).hasSize(1);
        assertThat(broken(sent).ways(Calls.chatStream(BODY), at("openai"), PLAIN)).isEmpty();
    }

    @Test
    void an_event_of_several_lines_is_read_as_one_chunk() {
        Frame lines =
                Frame.of(
                        "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"Hi you\"}}]}\n\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Frame.Kind.CONTENT);

        assertThat(text(drain(again(sent("Hi"), lines, finish("b"))))).isEqualTo(" you");
    }

    @Test
    void any_text_cut_anywhere_and_chunked_anyhow_comes_out_once() {
        for (long seed = 0; seed < 2000; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            StringBuilder whole = new StringBuilder();
            for (int i = 1 + random.nextInt(30); i > 0; i--) {
                whole.append(ALPHABET.get(random.nextInt(ALPHABET.size())));
            }
            String answer = whole.toString();
            int cut = random.nextInt(answer.length() + 1);
            List<Frame> sent = chunked("a", answer.substring(0, cut), random);
            List<Frame> next = chunked("b", answer, random);
            boolean differs = random.nextInt(3) == 0;
            if (differs) {
                int at = random.nextInt(cut + 1);
                next = chunked("b", answer.substring(0, at) + "?" + answer.substring(at), random);
            }
            next.add(finish("b"));

            ContinuedStream rest = askingAgain(sent).continued(new Playing(next));
            String told = answer.substring(0, cut) + text(drain(rest));

            String expected =
                    rest.differs()
                            ? answer.substring(0, cut)
                            : differs
                                    ? answer.substring(0, cut) + "?" + answer.substring(cut)
                                    : answer;
            assertThat(told).as("seed %d", seed).isEqualTo(expected);
            assertThat(differs || !rest.differs()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void a_target_that_writes_on_is_told_once_and_one_that_begins_anew_never() {
        int writtenOn = 0;
        for (long seed = 0; seed < 2000; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            StringBuilder whole = new StringBuilder("A");
            for (int i = 1 + random.nextInt(60); i > 0; i--) {
                whole.append(ALPHABET.get(random.nextInt(ALPHABET.size())));
            }
            String answer = whole.toString();
            int cut = 1 + random.nextInt(answer.length());
            String begun = answer.substring(0, cut);
            Way way = prefill(chunked("a", begun, random), "anthropic", BODY);
            int given =
                    read(data(letter(way), Frame.Kind.OTHER))
                            .at("/messages/1/content")
                            .asText()
                            .length();

            List<Frame> next = chunked("b", answer.substring(given), random);
            next.add(finish("b"));
            ContinuedStream rest = way.continued(new Playing(next));
            String told = begun + text(drain(rest));
            assertThat(told).as("seed %d", seed).isEqualTo(rest.differs() ? begun : answer);
            writtenOn += rest.differs() ? 0 : 1;

            List<Frame> anew = chunked("b", answer, random);
            anew.add(finish("b"));
            ContinuedStream lie = way.continued(new Playing(anew));
            assertThat(text(drain(lie))).as("seed %d", seed).isEmpty();
            assertThat(lie.differs()).as("seed %d", seed).isTrue();
        }
        assertThat(writtenOn).isGreaterThan(1900);
    }

    /// Splits also between the halves of a character, which are then written as escapes.
    private static List<Frame> chunked(String id, String text, RandomGenerator random) {
        List<Frame> frames = new ArrayList<>(List.of(role(id)));
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(5));
            StringBuilder json = new StringBuilder();
            for (char c : text.substring(at, end).toCharArray()) {
                json.append(
                        Character.isSurrogate(c) || random.nextInt(4) == 0
                                ? "\\u%04x".formatted((int) c)
                                : quoted(String.valueOf(c)));
            }
            frames.add(content(id, json.toString()));
            at = end;
        }
        return frames;
    }
}
