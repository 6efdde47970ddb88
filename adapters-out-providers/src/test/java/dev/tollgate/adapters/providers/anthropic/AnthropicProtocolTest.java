package dev.tollgate.adapters.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.catalog.ModelCard;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class AnthropicProtocolTest {
    private static final String LETTER =
            "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

    @Test
    void chats_and_completions_can_be_sent_but_no_embeddings() {
        assertThat(CallFixture.PROTOCOL.speaks(Dialect.OPENAI_CHAT)).isTrue();
        assertThat(CallFixture.PROTOCOL.speaks(Dialect.OPENAI_COMPLETIONS)).isTrue();
        assertThat(CallFixture.PROTOCOL.speaks(Dialect.OPENAI_EMBEDDINGS)).isFalse();
    }

    @Test
    void half_a_surrogate_pair_survives_as_an_escape() {
        JsonNode body = sent(LETTER.formatted("\\ud83d é"), CallFixture.aDeployment());

        assertThat(body.at("/messages/0/content/0/text").textValue()).isEqualTo("\ud83d é");
    }

    @Test
    void a_number_keeps_its_digits() {
        String letter = LETTER.formatted("a").replace("{\"model\"", "{\"x\":2.50,\"model\"");

        assertThat(Json.text(sent(letter, CallFixture.aDeployment()).path("x"))).isEqualTo("2.50");
    }

    @Test
    void a_long_list_of_tool_results_is_one_turn() {
        StringBuilder letter = new StringBuilder("{\"model\":\"claude\",\"tools\":");
        letter.append("[{\"name\":\"f\",\"input_schema\":{}}],\"messages\":[");
        for (int i = 0; i < 50_000; i++) {
            letter.append("{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"x\"},");
            letter.append("{\"role\":\"user\",\"content\":[\"\",\"a\"]},");
        }
        letter.append("{\"role\":\"user\",\"content\":\"end\"}]}");

        JsonNode turns = sent(letter.toString(), CallFixture.aDeployment()).path("messages");

        assertThat(turns).hasSize(1);
        assertThat(turns.at("/0/content")).hasSize(100_001);
        assertThat(turns.at("/0/content/49999/type").textValue()).isEqualTo("tool_result");
        assertThat(turns.at("/0/content/50000/type").textValue()).isEqualTo("text");
    }

    @Test
    void arguments_nested_too_deeply_are_taken_for_none() {
        String deep = "[".repeat(300) + "]".repeat(300);
        String letter =
                """
                {"model":"claude","tools":[{"name":"f","input_schema":{}}],"messages":[
                {"role":"assistant","tool_calls":[{"id":"1","type":"function",
                "function":{"name":"f","arguments":"{\\"a\\":%s}"}}]}]}
                """
                        .formatted(deep);

        JsonNode input = sent(letter, CallFixture.aDeployment()).at("/messages/0/content/0/input");

        assertThat(input).isEqualTo(Json.object());
    }

    @Test
    void a_refusal_never_shows_the_key() {
        DeploymentSettings deployment = CallFixture.aDeployment();
        RefusedLocally refused =
                catchThrowableOfType(
                        RefusedLocally.class,
                        () ->
                                CallFixture.PROTOCOL.request(
                                        CallFixture.aCall("{\"messages\":1}"), deployment, "m"));

        assertThat(refused.failure().toString()).doesNotContain("sk-ant");
        assertThat(refused.failure().param()).isEqualTo("messages");
    }

    @Test
    void an_answer_that_claude_refused_says_so() {
        for (String reason : List.of("refusal", "end_turn")) {
            ProviderReply reply =
                    CallFixture.PROTOCOL.whole(
                            CallFixture.aCall(LETTER.formatted("a")),
                            CallFixture.aDeployment(),
                            HeaderLines.NONE,
                            "{\"content\":[],\"stop_reason\":\"%s\"}"
                                    .formatted(reason)
                                    .getBytes(StandardCharsets.UTF_8));

            assertThat(((ProviderReply.Whole) reply).refused()).isEqualTo(reason.equals("refusal"));
        }
    }

    @Test
    void rate_limits_of_an_answer_are_told_under_openais_names_as_well() {
        ProviderReply reply =
                CallFixture.PROTOCOL.whole(
                        CallFixture.aCall(LETTER.formatted("a")),
                        CallFixture.aDeployment(),
                        HeaderLines.of(
                                "anthropic-ratelimit-tokens-remaining", "17", "request-id", "r"),
                        "{\"content\":[]}".getBytes(StandardCharsets.UTF_8));

        assertThat(((ProviderReply.Whole) reply).headers())
                .isEqualTo(
                        HeaderLines.of(
                                "anthropic-ratelimit-tokens-remaining",
                                "17",
                                "request-id",
                                "r",
                                "x-ratelimit-remaining-tokens",
                                "17"));
    }

    @Test
    void frames_say_which_of_them_carries_content_and_which_the_end() {
        String letter =
                LETTER.formatted("a")
                        .replace(
                                "{\"model\"",
                                "{\"stream_options\":{\"include_usage\":true},\"model\"");
        StreamTranslation stream =
                CallFixture.PROTOCOL.stream(CallFixture.aCall(letter), CallFixture.aDeployment());
        List<Frame.Kind> kinds = new ArrayList<>();
        for (String event :
                List.of(
                        "{\"type\":\"message_start\",\"message\":{}}",
                        "{\"type\":\"ping\"}",
                        "{\"type\":\"content_block_delta\",\"index\":0,"
                                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}")) {
            byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
            stream.event("", bytes, 0, bytes.length).frames().forEach(f -> kinds.add(f.kind()));
        }

        assertThat(kinds)
                .containsExactly(
                        Frame.Kind.OTHER, Frame.Kind.CONTENT, Frame.Kind.FINISH, Frame.Kind.OTHER);
    }

    @Test
    void a_model_that_is_not_listed_is_judged_by_its_name() {
        assertThat(traits("claude-3-5-sonnet-20241022").reasons()).isFalse();
        assertThat(traits("claude-3-7-sonnet-20250219").reasons()).isTrue();
        assertThat(traits("claude-opus-4-20250514").nativeJson()).isFalse();
        assertThat(traits("claude-opus-4-1-20250805").nativeJson()).isTrue();
        assertThat(traits("claude-sonnet-4-5").adaptive()).isFalse();
        assertThat(traits("anthropic.claude-sonnet-4.6").adaptive()).isTrue();
        assertThat(traits("claude-opus-5").budgeted()).isFalse();
        assertThat(traits("my-own-name").reasons()).isTrue();
    }

    private static ModelTraits traits(String model) {
        return ModelTraits.of(model, ModelCard.UNKNOWN);
    }

    private static JsonNode sent(String letter, DeploymentSettings deployment) {
        byte[] body =
                CallFixture.PROTOCOL
                        .request(CallFixture.aCall(letter), deployment, CallFixture.MODEL)
                        .body()
                        .parts()[0];
        return Json.read(body).orElseThrow();
    }
}
