package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is said about mistakes that people make.
class ProblemSentencesTest {
    private static final String OK =
            "model_list: [{model_name: a, litellm_params: {model: openai/x, mock_response: hi}}]\n";

    private static String entry(String params) {
        return "model_list: [{model_name: a, litellm_params: {" + params + "}}]\n";
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        OK + "router_settings: {num_retrys: 1}",
                        "config.yaml:2: router_settings.num_retrys: is not a known key of"
                                + " router_settings and has no effect. Did you mean"
                                + " `num_retries`?"),
                Arguments.of(
                        OK + "router_settings: {cache_params: {}}",
                        "`cache_params` belongs under litellm_settings."),
                Arguments.of(
                        OK + "litellm_settings: {cooldown_time: 5}",
                        "has no effect here. Write it under router_settings."),
                Arguments.of(
                        OK + "router_settings: {timeout: soon}",
                        "router_settings.timeout = \"soon\": must be a time from 0.001 to 604800"
                                + " seconds, such as 30, 30s or 5m."),
                Arguments.of(
                        OK + "router_settings: {num_retries: 1.5}",
                        "router_settings.num_retries = 1.5: must be a whole number from 0 to 100."),
                Arguments.of(
                        OK + "router_settings: {routing_strategy: fastest}",
                        "= \"fastest\": is no routing strategy. Write one of"
                                + " cost-based-routing, latency-based-routing, least-busy,"
                                + " provider-budget-routing, round-robin, simple-shuffle,"),
                Arguments.of(
                        OK + "router_settings: {routing_strategy: least_busy}",
                        "is no routing strategy. Did you mean `least-busy`?"),
                Arguments.of(
                        OK + "litellm_settings: {drop_params: maybe}",
                        "litellm_settings.drop_params = \"maybe\": must be true or false."),
                Arguments.of(
                        OK + "router_settings: {fallbacks: [{a: [b]}]}",
                        "router_settings.fallbacks[0].a: names \"b\", but no model is called"
                                + " that. Write the model_name of an entry of model_list."),
                Arguments.of(
                        OK + "router_settings: {fallbacks: [{zzz: [a]}]}",
                        "no model is called \"zzz\"; the entry is never used."),
                Arguments.of(
                        OK + "router_settings: {model_group_alias: {x: y, y: a}}",
                        "stands for \"y\", which is an alias too; only one hop is made. Write"
                                + " `a`."),
                Arguments.of(OK + "general_settings: {master_key: ''}", "the master key is empty."),
                Arguments.of(
                        OK + "general_settings: {master_key: sk-1234}",
                        "this master key stands in public examples; anybody may try it."),
                Arguments.of(
                        OK + "general_settings: {master_key: sk-tiny}",
                        "this master key is short enough to be guessed."),
                Arguments.of(
                        OK + "general_settings: {custom_auth: my.auth}",
                        "names Python code, which cannot run here."),
                Arguments.of(
                        OK + "litellm_settings: {callbacks: [handlers.mine]}",
                        "\"handlers.mine\" names Python code, which cannot run here."),
                Arguments.of(
                        entry("model: antropic/claude"),
                        "there is no provider \"antropic\". Did you mean `anthropic`?"),
                Arguments.of(
                        entry("model: my-own-model"),
                        "\"my-own-model\" names no provider, and it is no model known by name."
                                + " Write the provider in front, such as `openai/my-own-model`."),
                Arguments.of(
                        entry("model: openai/gpt-4o"),
                        "model \"a\": no api_key, and OPENAI_API_KEY is not set."),
                Arguments.of(
                        entry("model: azure/mine, api_key: k"),
                        "model \"a\": azure needs an api_base, the address of your own endpoint."),
                Arguments.of(entry("model: hosted_vllm/m"), "hosted_vllm needs an api_base"),
                Arguments.of(
                        entry("model: vertex_ai/gemini-2.0-flash"),
                        "vertex_ai needs Google Cloud credentials, and there are none. For a key of"
                                + " Google AI Studio write `gemini/gemini-2.0-flash` and set"
                                + " GEMINI_API_KEY."),
                Arguments.of(
                        entry("model: openai/x, api_key: k, api_base: localhost"),
                        "must be an address such as https://host/v1."),
                Arguments.of(
                        entry("model: 'openai/*', api_key: k"),
                        "has a `*` but model_name \"a\" has none."),
                Arguments.of(
                        entry("model: openai/x, api_key: k, litellm_credential_name: none"),
                        "credential_list has no credential of this name."),
                Arguments.of(
                        entry("model: openai/x, api_key: k, temperatur: 1"),
                        "Did you mean `temperature`?"),
                Arguments.of(
                        "model_list: [{model_name: a, api_key: k, litellm_params: {model:"
                                + " openai/x}}]",
                        "model_list[0].api_key: stands beside litellm_params; it is read as if it"
                                + " stood within. Indent the line."),
                Arguments.of(
                        """
                        model_list:
                          - {model_name: a, litellm_params: {model: openai/x, mock_response: 1}, model_info: {id: i}}
                          - {model_name: b, litellm_params: {model: openai/x, mock_response: 1}, model_info: {id: i}}
                        """,
                        "the id \"i\" is taken by the entry in line 2."),
                Arguments.of("litellm_settings: [1]", "must be a map, not a list."),
                Arguments.of(OK + "modl_list: []", "Did you mean `model_list`?"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_answered_with_its_remedy(String yaml, String sentence) {
        assertThat(Configurations.read(yaml).report().problems())
                .extracting(Problem::sentence)
                .anyMatch(said -> said.contains(sentence));
    }

    @Test
    void an_unset_key_variable_yields_to_the_providers_own_and_that_is_said() {
        CheckedSettings settings =
                Configurations.with(entry("model: openai/x, api_key: os.environ/NOPE"))
                        .variable("OPENAI_API_KEY", "sk-the-usual-one")
                        .read();

        assertThat(settings.deployments()).hasSize(1);
        assertThat(settings.report().problems())
                .extracting(Problem::rule)
                .containsExactly(
                        "refers to NOPE, which is not set; OPENAI_API_KEY is used instead.");
    }

    @Test
    void an_unset_address_never_sends_a_key_to_the_providers_usual_one() {
        CheckedSettings settings =
                Configurations.read(
                        entry("model: openai/x, api_key: k, api_base: os.environ/NOPE"));

        assertThat(settings.deployments()).isEmpty();
    }

    @Test
    void texts_stand_for_numbers_flags_and_times() {
        CheckedSettings settings =
                Configurations.read(
                        OK
                                + "router_settings: {num_retries: '4', timeout: \"1m\"}\n"
                                + "litellm_settings: {drop_params: 'True'}");

        assertThat(settings.report().problems()).isEmpty();
        assertThat(settings.router().retries().numRetries()).isEqualTo(4);
        assertThat(settings.router().times().timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.litellm().dropParams()).isTrue();
    }

    @Test
    void a_rotated_key_keeps_the_deployments_id_and_equal_entries_are_numbered() {
        String yaml =
                """
                model_list:
                  - {model_name: a, litellm_params: {model: openai/x, api_key: first}}
                  - {model_name: a, litellm_params: {model: openai/x, api_key: other}}
                """;

        List<String> ids = ids(yaml);

        assertThat(ids.get(1)).isEqualTo(ids.get(0) + "-2");
        assertThat(ids(yaml.replace("first", "rotated"))).isEqualTo(ids);
    }

    @Test
    void each_organisation_becomes_a_deployment() {
        assertThat(ids(entry("model: openai/x, api_key: k, organization: [o1, o2]")))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_model_of_the_command_line_is_used_for_every_call() {
        CheckedSettings settings =
                Configurations.with("")
                        .reader()
                        .read(
                                new CommandLineModel(
                                        "ollama/llama3",
                                        "",
                                        Map.of("temperature", 0.5, "drop_params", true)));

        var only = settings.deployments().getFirst();
        assertThat(settings.forcedModel()).isEqualTo("ollama/llama3");
        assertThat(only.settings().defaults()).containsEntry("temperature", "0.5");
        assertThat(only.settings().dropParams()).isTrue();
        assertThat(only.settings().apiBase()).isEqualTo("http://localhost:11434");
    }

    @Test
    void dot_env_yields_to_the_process() {
        CheckedSettings settings =
                Configurations.with(OK)
                        .file(".env", "export A=\"from file\" # x\nB='x'\nC=${A}-${D:-d} # y\n")
                        .variable("B", "from process")
                        .read();

        assertThat(settings.environment().get("A")).hasValue("from file");
        assertThat(settings.environment().get("B")).hasValue("from process");
        assertThat(settings.environment().get("C")).hasValue("from file-d");
    }

    private static List<String> ids(String yaml) {
        return Configurations.read(yaml).deployments().stream()
                .map(spec -> spec.deployment().id().value())
                .toList();
    }
}
