package dev.tollgate.adapters.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the directory declares of single providers, seen in the letters they get. The tables hold
/// the fields behind `model`.
class ProviderQuirksTest {
    private final OpenAiProtocol protocol =
            new OpenAiProtocol(ProviderDirectory.load(), new OpenAiAddress());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    mistral      | "seed":7                       | "random_seed":7
                    mistral      | "tool_choice":"required"       | "tool_choice":"any"
                    codestral    | "tool_choice":{"type":"x"}     | "tool_choice":"any"
                    fireworks_ai | "tool_choice":"required"       | "tool_choice":"any"
                    fireworks_ai | "tool_choice":"auto"           | "tool_choice":"auto"
                    moonshot     | "temperature":0, "n":2         | "temperature":0.3, "n":2
                    moonshot     | "temperature":0.30, "n":2      | "temperature":0.30, "n":2
                    moonshot     | "temperature":0, "n":1         | "temperature":0, "n":1
                    moonshot     | "temperature":0                | "temperature":0
                    moonshot     | "temperature":1.7, "n":2       | "temperature":1, "n":2
                    moonshot     | "temperature":1e99999999999    | "temperature":1e99999999999
                    deepinfra    | "temperature":0                | "temperature":0
                    deepinfra    | "tool_choice":"none"           | "tool_choice":"none"
                    featherless_ai | "tool_choice":"auto"         | "tool_choice":"auto"
                    zai          | "tool_choice":"auto"           | "tool_choice":"auto"
                    groq         | "service_tier":"flex"          | "service_tier":"flex"
                    meta_llama   | "response_format":{"type":"json_schema"} | "response_format":{"type":"json_schema"}
                    openai       | "tools":[{"strict":true}]      | "tools":[{"strict":true}]
                    """)
    void a_letter_is_fitted_to_its_provider(String provider, String fields, String sent) {
        assertThat(sent(Deployments.of(provider), fields)).isEqualTo(letter(sent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    groq           | "service_tier":"priority"                | service_tier
                    groq           | "service_tier":1                         | service_tier
                    meta_llama     | "response_format":{"type":"json_object"} | response_format
                    meta_llama     | "response_format":{}                     | response_format
                    featherless_ai | "tool_choice":"required"                 | tool_choice
                    deepinfra      | "tool_choice":{"type":"function"}        | tool_choice
                    zai            | "tool_choice":"none"                     | tool_choice
                    zai            | "tool_choice":{"type":"function"}        | tool_choice
                    """)
    void what_a_provider_lacks_is_refused_or_dropped(String provider, String fields, String name) {
        Deployments deployment = Deployments.of(provider);

        assertThatThrownBy(() -> sent(deployment, fields))
                .isInstanceOf(RefusedLocally.class)
                .hasMessageContaining(provider + " does not support parameters: ['" + name + "']");
        assertThat(sent(deployment.droppingParams(), fields)).isEqualTo("{\"model\":\"m\"}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0001", "0.0, 0.0001", "-0, 0.0001", "0.00001, 0.00001", "null, null"})
    void zero_is_raised_where_fields_may_be_dropped(String temperature, String sent) {
        assertThat(
                        sent(
                                Deployments.of("deepinfra").droppingParams(),
                                "\"temperature\":" + temperature))
                .isEqualTo(letter("\"temperature\":" + sent));
    }

    @ParameterizedTest
    @CsvSource({
        "grok-4-0709, frequency_penalty, true",
        "grok-4-0709, presence_penalty, true",
        "grok-4-0709, stop, true",
        "grok-3-mini, stop, true",
        "grok-code-fast-1, stop, true",
        "grok-4-0709, seed, false",
        "grok-3, stop, false",
        "grok-4-fast-non-reasoning, stop, false",
    })
    void models_that_reason_by_their_name_lack_fields(
            String model, String field, boolean isLacking) {
        Deployments grok = Deployments.of("xai").model(model).droppingParams();

        assertThat(sent(grok, "\"" + field + "\":1").contains(field)).isNotEqualTo(isLacking);
    }

    @Test
    void a_model_card_knows_better_than_a_name_whether_a_model_reasons() {
        Deployments reasoning = Deployments.of("xai").model("grok-9").capability("reasoning", true);
        Deployments plain = Deployments.of("xai").model("grok-4").capability("reasoning", false);

        assertThatThrownBy(() -> sent(reasoning, "\"stop\":\"a\""))
                .isInstanceOf(RefusedLocally.class)
                .hasMessageContaining("['stop'], for model=grok-9");
        assertThat(sent(plain, "\"stop\":\"a\""))
                .isEqualTo("{\"model\":\"grok-4\",\"stop\":\"a\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    xai         | {"name":"f","parameters":{"$id":"a", "additionalProperties":false}}
                    hosted_vllm | {"name":"f","parameters":{"$id":"a"}}
                    mistral     | {"name":"f","parameters":{}}
                    codestral   | {"name":"f","parameters":{}}
                    """)
    void tools_lose_the_keywords_that_a_provider_does_not_know(String provider, String function) {
        String given =
                "{\"name\":\"f\",\"strict\":true,\"parameters\":"
                        + "{\"$id\":\"a\", \"additionalProperties\":false}}";

        assertThat(sent(Deployments.of(provider), tools(given))).isEqualTo(letter(tools(function)));
    }

    @Test
    void keywords_are_found_at_any_level_but_not_among_names_and_data() {
        String given =
                """
                {"parameters":{"properties":{"strict":{"items":[{"strict":1}]},\
                "properties":{"strict":1, "default":{"strict":2}}},\
                "$defs":{"strict":{"anyOf":[{"x":1E0,"strict":1}]}},"enum":[{"strict":1}]}}\
                """;
        String sent =
                """
                {"parameters":{"properties":{"strict":{"items":[{}]},\
                "properties":{"default":{"strict":2}}},\
                "$defs":{"strict":{"anyOf":[{"x":1E0}]}},"enum":[{"strict":1}]}}\
                """;

        assertThat(sent(Deployments.of("xai"), tools(given))).isEqualTo(letter(tools(sent)));
    }

    @Test
    void a_schema_of_any_depth_is_sent() {
        String deep = "{\"items\":".repeat(900) + "{\"strict\":1}" + "}".repeat(900);

        assertThat(sent(Deployments.of("xai"), tools(deep))).isEqualTo(letter(tools(deep)));
    }

    @ParameterizedTest
    @CsvSource({
        "o1-mini, user",
        "o1-mini-2024-09-12, user",
        "o1-preview, user",
        "o1, system",
        "o3-mini, system",
        "gpt-4o, system",
    })
    void the_first_reasoning_models_get_system_messages_from_the_user(String model, String role) {
        String messages =
                "\"messages\":[{\"role\":\"%s\",\"content\":\"a\"}, {\"role\":\"assistant\"}, 1]";

        assertThat(sent(Deployments.of("openai").model(model), messages.formatted("system")))
                .isEqualTo("{\"model\":\"" + model + "\"," + messages.formatted(role) + "}");
    }

    private static String tools(String function) {
        return "\"tools\":[{\"type\":\"function\",\"function\":" + function + "}]";
    }

    private static String letter(String fields) {
        return "{\"model\":\"m\"," + fields + "}";
    }

    private String sent(Deployments deployment, String fields) {
        Deployments named =
                deployment.settings().model().equals("gpt-4o-mini")
                        ? deployment.model("m")
                        : deployment;
        String model = named.settings().model();
        return Calls.body(
                        protocol.request(
                                Calls.chat("{\"model\":\"g\"," + fields + "}"),
                                named.settings(),
                                model))
                .replace("accounts/fireworks/models/", "");
    }
}
