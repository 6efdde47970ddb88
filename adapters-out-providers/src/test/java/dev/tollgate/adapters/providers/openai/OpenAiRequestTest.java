package dev.tollgate.adapters.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.OddJson;
import dev.tollgate.adapters.providers.azure.AzureAddress;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;

import org.junit.jupiter.api.Test;

import java.util.Random;

class OpenAiRequestTest {
    private final ProviderDirectory directory = ProviderDirectory.load();
    private final OpenAiProtocol protocol = new OpenAiProtocol(directory, new OpenAiAddress());
    private final OpenAiProtocol azure = new OpenAiProtocol(directory, new AzureAddress());

    @Test
    void only_declared_bytes_change_in_any_body() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder before = new StringBuilder("{" + OddJson.space(random));
            StringBuilder after = new StringBuilder(before);
            int fields = random.nextInt(6);
            for (int i = 0; i < fields; i++) {
                String field =
                        "\"x"
                                + i
                                + "\\u0041\""
                                + OddJson.space(random)
                                + ":"
                                + OddJson.value(random, 3);
                String separator = OddJson.space(random) + "," + OddJson.space(random);
                before.append(field).append(separator);
                after.append(field).append(separator);
                if (random.nextInt(3) == 0) {
                    before.append("\"num_retries\": 3").append(separator);
                }
            }
            String end = OddJson.space(random) + "}" + OddJson.space(random);
            before.append("\"model\" : \"group\"").append(end);
            after.append("\"model\" : \"gpt-4o-mini\"").append(end);

            String sent = sent(Deployments.of("openai"), Calls.chat(before.toString()));

            assertThat(sent).as("seed %d", seed).isEqualTo(after.toString());
        }
    }

    @Test
    void gateway_fields_leave_wherever_they_stand() {
        assertThat(
                        sent(
                                Deployments.of("openai"),
                                Calls.chat(
                                        "{\"tags\":[1], \"a\":1, \"metadata\":{},"
                                                + " \"model\":\"g\",\"user\":\"u\","
                                                + " \"api_key\":\"k\"}")))
                .isEqualTo("{\"a\":1, \"model\":\"gpt-4o-mini\",\"user\":\"u\"}");
    }

    @Test
    void metadata_stays_where_the_answer_is_to_be_stored() {
        String body = "{\"model\":\"gpt-4o-mini\",\"store\":true,\"metadata\":{\"a\":\"b\"}}";
        assertThat(sent(Deployments.of("openai"), Calls.chat(body))).isEqualTo(body);
    }

    @Test
    void streams_are_asked_for_usage_once() {
        assertThat(
                        sent(
                                Deployments.of("openai"),
                                Calls.chatStream(
                                        "{\"model\":\"g\",\"stream\":true,\"stream_options\":{"
                                                + " \"x\":1}}")))
                .isEqualTo(
                        "{\"model\":\"gpt-4o-mini\",\"stream\":true,\"stream_options\":{"
                                + " \"x\":1,\"include_usage\":true}}");
    }

    @Test
    void defaults_fill_what_is_absent_and_nothing_else() {
        Deployments deployment =
                Deployments.of("openai").byDefault("temperature", "0.5").byDefault("top_p", "0.1");
        assertThat(sent(deployment, Calls.chat("{\"model\":\"g\",\"temperature\":1E0}")))
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"temperature\":1E0,\"top_p\":0.1}");
    }

    @Test
    void nested_paths_are_dropped_and_their_surroundings_kept() {
        Deployments deployment = Deployments.of("openai").dropping("tools[*].x", "a.b", "top");
        assertThat(
                        sent(
                                deployment,
                                Calls.chat(
                                        "{\"model\":\"g\",\"top\":1,\"tools\":[{\"x\":1,"
                                            + " \"y\":1.50},{\"y\":2}],\"a\":{\"c\":1 ,\"b\":2}}")))
                .isEqualTo(
                        "{\"model\":\"gpt-4o-mini\",\"tools\":[{\"y\":1.50},{\"y\":2}],\"a\":{\"c\":1}}");
    }

    @Test
    void extras_of_the_body_join_the_top_level_but_never_the_model() {
        assertThat(
                        sent(
                                Deployments.of("openai"),
                                Calls.chat(
                                        "{\"model\":\"g\",\"extra_body\":{\"model\":\"evil\",\"k\":"
                                                + " 1e3}}")))
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"k\":1e3}");
    }

    @Test
    void which_models_stand_in_at_a_provider_is_not_the_callers_to_say() {
        assertThat(
                        sent(
                                Deployments.of("openrouter").byDefault("models", "[\"own\"]"),
                                Calls.chat(
                                        "{\"model\":\"g\",\"models\":[\"dear\"],\"extra_body\":{\"models\":[\"dear\"]}}")))
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"models\":[\"own\"]}");
    }

    @Test
    void extras_and_defaults_lengthen_no_answer_that_is_bounded() {
        assertThat(
                        sent(
                                Deployments.of("openai"),
                                Calls.chat(
                                        "{\"model\":\"g\",\"max_tokens\":9,\"extra_body\":{\"max_tokens\":10,"
                                            + "\"max_completion_tokens\":99}}")))
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"max_tokens\":9}");
        assertThat(
                        sent(
                                Deployments.of("openai"),
                                Calls.chat(
                                        "{\"model\":\"g\",\"max_tokens\":9,\"extra_body\":{\"max_tokens\":8}}")))
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"max_tokens\":8}");
        assertThat(
                        sent(
                                Deployments.of("openai"),
                                Calls.chat(
                                        "{\"model\":\"g\",\"max_tokens\":9,\"extra_body\":{\"max_completion_tokens\":0.4}}")))
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"max_tokens\":9}");
        assertThat(
                        sent(
                                Deployments.of("openai").byDefault("max_completion_tokens", "99"),
                                Calls.chat("{\"model\":\"g\",\"max_tokens\":9}")))
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"max_tokens\":9}");
    }

    @Test
    void reasoning_models_refuse_sampling_unless_it_may_be_dropped() {
        Deployments o3 = Deployments.of("openai").model("o3-mini");
        ModelCall call = Calls.chat("{\"model\":\"g\",\"max_tokens\":9,\"temperature\":0.2}");

        assertThatThrownBy(() -> sent(o3, call))
                .isInstanceOf(RefusedLocally.class)
                .hasMessageContaining(
                        "openai does not support parameters: ['temperature'], for model=o3-mini");
        assertThat(sent(o3.droppingParams(), call))
                .isEqualTo("{\"model\":\"o3-mini\",\"max_completion_tokens\":9}");
    }

    @Test
    void a_provider_gets_its_own_names_and_plain_texts() {
        assertThat(
                        sent(
                                Deployments.of("mistral").model("m"),
                                Calls.chat(
                                        "{\"model\":\"g\",\"seed\":1,\"max_completion_tokens\":2,\"tool_choice\":\"required\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\\n"
                                            + "\"},{\"type\":\"text\",\"text\":\"b\"}]}]}")))
                .isEqualTo(
                        "{\"model\":\"m\",\"random_seed\":1,\"max_tokens\":2,\"tool_choice\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"a\\n"
                            + "b\"}]}");
    }

    @Test
    void a_prompt_for_a_chat_provider_becomes_one_message() {
        ModelCall one = completions("{\"model\":\"g\",\"prompt\":[\"hi\"],\"max_tokens\":5}");
        ModelCall two = completions("{\"model\":\"g\",\"prompt\":[\"a\",\"b\"]}");

        assertThat(sent(Deployments.of("groq").model("m"), one))
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":5}");
        assertThatThrownBy(() -> sent(Deployments.of("groq"), two))
                .isInstanceOf(RefusedLocally.class);
    }

    @Test
    void azure_has_two_url_styles_and_its_own_key_header() {
        Deployments classic =
                Deployments.of("azure").model("dep").base("https://r.openai.azure.com");
        UpstreamRequest request =
                azure.request(Calls.chat("{\"model\":\"g\"}"), classic.settings(), "dep");

        assertThat(request.url())
                .hasToString(
                        "https://r.openai.azure.com/openai/deployments/dep/chat/completions?api-version="
                                + AzureAddress.DEFAULT_VERSION);
        assertThat(request.headers().first("api-key")).contains("sk-upstream-secret");
        assertThat(request.headers().first("authorization")).isEmpty();
        assertThat(
                        azure.request(
                                        Calls.chat("{\"model\":\"g\"}"),
                                        classic.apiVersion("v1").settings(),
                                        "dep")
                                .url())
                .hasToString("https://r.openai.azure.com/openai/v1/chat/completions");
    }

    @Test
    void a_callers_organisation_reaches_openai_only_and_never_replaces_the_deployments_key() {
        ModelCall plain = Calls.chat("{\"model\":\"g\"}");
        ModelCall call =
                new ModelCall(
                        plain.id(),
                        plain.caller(),
                        plain.model(),
                        false,
                        false,
                        plain.overrides(),
                        HeaderLines.of(
                                "openai-organization", "org-1", "authorization", "Bearer theirs"),
                        plain.letter());

        HeaderLines openai =
                protocol.request(call, Deployments.of("openai").settings(), "m").headers();
        HeaderLines groq = protocol.request(call, Deployments.of("groq").settings(), "m").headers();

        assertThat(openai.first("openai-organization")).contains("org-1");
        assertThat(openai.first("authorization")).contains("Bearer sk-upstream-secret");
        assertThat(groq.first("openai-organization")).isEmpty();
    }

    @Test
    void the_directory_knows_a_hundred_providers_and_their_hosts() {
        assertThat(directory.prefixes()).hasSizeGreaterThan(100);
        assertThat(directory.infer("https://api.groq.com/openai/v1").orElseThrow().prefix())
                .isEqualTo("groq");
        assertThat(directory.find("snowflake").orElseThrow().placeholders())
                .containsEntry("account", "SNOWFLAKE_ACCOUNT_ID");
    }

    private static ModelCall completions(String body) {
        return Calls.call(Dialect.OPENAI_COMPLETIONS, body, false, false, CallOverrides.NONE);
    }

    private String sent(Deployments deployment, ModelCall call) {
        return Calls.body(
                protocol.request(call, deployment.settings(), deployment.settings().model()));
    }
}
