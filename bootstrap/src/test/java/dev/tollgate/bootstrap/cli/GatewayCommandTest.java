package dev.tollgate.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.bootstrap.cli.CommandLineOptions.Task;
import dev.tollgate.bootstrap.logging.Logging.Amount;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class GatewayCommandTest {
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final RecordingLaunch launch = new RecordingLaunch();
    private final List<ImportOptions> imported = new ArrayList<>();
    private final Importing imports =
            (options, _) -> {
                imported.add(options);
                return 3;
            };

    @Test
    void without_arguments_it_serves_the_config_of_the_current_directory_on_port_4000() {
        assertThat(run()).isZero();

        assertThat(launch.options().task()).isEqualTo(Task.SERVE);
        assertThat(launch.options().configFile()).isEqualTo(Path.of("config.yaml"));
        assertThat(launch.options().host()).isEqualTo("0.0.0.0");
        assertThat(launch.options().port()).isEqualTo(4000);
        assertThat(launch.options().model().given()).isFalse();
        assertThat(launch.options().tls().wanted()).isFalse();
        assertThat(launch.options().logging()).isEqualTo(Amount.NORMAL);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void a_flag_beats_its_environment_variable_and_the_variable_beats_the_default() {
        environment.put("PORT", "5000");
        environment.put("HOST", "127.0.0.1");

        run("--port", "6000");

        assertThat(launch.options().port()).isEqualTo(6000);
        assertThat(launch.options().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void the_data_directory_is_beside_the_configuration_unless_named() {
        run("-c", "/etc/gateway/config.yaml");
        assertThat(launch.options().masterKeyFile())
                .isEqualTo(Path.of("/etc/gateway/.tollgate/master_key"));

        run("-c", "/etc/gateway/config.yaml", "--data_dir", "/var/gateway");
        assertThat(launch.options().dataFolder()).isEqualTo(Path.of("/var/gateway"));
    }

    @Test
    void one_model_comes_with_the_parameters_it_would_have_in_a_configuration() {
        run(
                "--model=azure/gpt",
                "--alias",
                "gpt",
                "--api_base=http://localhost:1",
                "--headers={\"x-team\": \"red\"}",
                "--max_tokens=9",
                "--temperature=0.5",
                "--drop_params");

        assertThat(launch.options().model().name()).isEqualTo("azure/gpt");
        assertThat(launch.options().model().alias()).isEqualTo("gpt");
        assertThat(launch.options().model().parameters())
                .isEqualTo(
                        Map.of(
                                "api_base",
                                "http://localhost:1",
                                "extra_headers",
                                Map.of("x-team", "red"),
                                "max_tokens",
                                9,
                                "temperature",
                                0.5,
                                "drop_params",
                                true));
    }

    @Test
    void dashes_are_as_good_as_underscores() {
        run("--detailed-debug", "--data-dir=/var/a-b");

        assertThat(launch.options().logging()).isEqualTo(Amount.EVERYTHING);
        assertThat(launch.options().dataFolder()).isEqualTo(Path.of("/var/a-b"));
    }

    @Test
    void the_environment_chooses_how_much_is_logged() {
        environment.put("LITELLM_LOG", "error");
        run();
        assertThat(launch.options().logging()).isEqualTo(Amount.ERRORS);

        environment.put("DEBUG", "true");
        environment.put("JSON_LOGS", "True");
        run();
        assertThat(launch.options().logging()).isEqualTo(Amount.DECISIONS);
        assertThat(launch.options().jsonLogs()).isTrue();

        environment.put("DEBUG", "some:other:tool");
        run();
        assertThat(launch.options().logging()).isEqualTo(Amount.ERRORS);
    }

    @Test
    void checking_the_configuration_and_setting_up_are_tasks_of_their_own() {
        run("--validate_config");
        assertThat(launch.options().task()).isEqualTo(Task.VALIDATE_CONFIG);

        run("--skip_server_startup");
        assertThat(launch.options().task()).isEqualTo(Task.SET_UP);
    }

    @Test
    void flags_of_the_original_without_a_meaning_here_are_accepted_and_named() {
        assertThat(run("--num_workers", "8", "--telemetry", "False", "--use_queue")).isZero();

        assertThat(complaints())
                .containsExactly(
                        "tollgate: no effect here: --num_workers, --telemetry, --use_queue");
        assertThat(launch.options().task()).isEqualTo(Task.SERVE);
    }

    @Test
    void a_misused_command_line_is_one_line_and_exit_code_2() {
        Map<List<String>, String> complaints =
                Map.of(
                        List.of("--prot", "3"),
                        "unknown flag '--prot'; did you mean '--port'?",
                        List.of("--moddel=x"),
                        "unknown flag '--moddel'; did you mean '--model'?",
                        List.of("--frobnicate"),
                        "unknown flag '--frobnicate'",
                        List.of("config.yaml"),
                        "a configuration is named by --config config.yaml",
                        List.of("--port", "many"),
                        "'many' is not a whole number",
                        List.of("--port", "70000"),
                        "between 0 and 65535, not 70000",
                        List.of("--config"),
                        "'--config'",
                        List.of("--api_base", "http://x"),
                        "--model",
                        List.of("--ssl_keyfile_path", "key.pem"),
                        "--ssl_certfile_path",
                        List.of("--model", "a/b", "--headers", "secret"),
                        "a JSON object");
        complaints.forEach(
                (arguments, complaint) -> {
                    assertThat(run(arguments.toArray(String[]::new)))
                            .as("%s", arguments)
                            .isEqualTo(2);
                    assertThat(complaints()).singleElement().asString().contains(complaint);
                    assertThat(launch.last).as("%s", arguments).isNull();
                });
    }

    @Test
    void a_senseless_environment_variable_is_named() {
        environment.put("PORT", "http");

        assertThat(run()).isEqualTo(2);
        assertThat(complaints()).singleElement().asString().contains("PORT", "'http'");
    }

    @Test
    void a_headers_value_is_never_repeated() {
        run("--model", "a/b", "--headers", "{\"authorization\": \"sk-secret\"");

        assertThat(complaints()).singleElement().asString().doesNotContain("sk-secret");
    }

    @Test
    void a_failure_is_one_line_and_its_stack_trace_is_only_for_those_who_ask() {
        launch.failure = new IllegalStateException("the port is taken");

        assertThat(run()).isEqualTo(1);
        assertThat(complaints()).containsExactly("tollgate: the port is taken");

        assertThat(run("--detailed_debug")).isEqualTo(1);
        assertThat(complaints()).anyMatch(line -> line.contains("at dev.tollgate"));
    }

    @Test
    void the_exit_code_is_that_of_the_launch() {
        launch.exitCode = 7;

        assertThat(run()).isEqualTo(7);
    }

    @Test
    void help_names_every_flag_and_every_environment_variable() {
        assertThat(run("--help")).isZero();

        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(help).contains(FlagTable.longNames());
        assertThat(help)
                .contains(
                        Arrays.stream(Flag.values())
                                .map(flag -> flag.variable)
                                .filter(variable -> !variable.isEmpty())
                                .map("[%s]"::formatted)
                                .toList());
        assertThat(help.lines()).allMatch(line -> line.length() <= 100);
        assertThat(launch.last).isNull();
    }

    @Test
    void the_version_is_one_line() {
        assertThat(run("-v")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("tollgate development\n");
    }

    @Test
    void no_secret_is_in_the_text_of_the_options() {
        environment.put("LITELLM_MASTER_KEY", "sk-secret-1");
        run(
                "--model=a/b",
                "--headers={\"k\":\"sk-secret-2\"}",
                "--ssl_certfile_path=c",
                "--ssl_keyfile_path=k",
                "--ssl_keyfile_password=sk-secret-3");

        assertThat(launch.options().toString()).doesNotContain("sk-secret");
        assertThat(terminal().toString()).doesNotContain("sk-secret");
    }

    @Test
    void an_import_is_told_where_from_and_for_which_gateway() {
        int code =
                run(
                        "import",
                        "--from",
                        "postgresql://u:sk-secret@db/litellm",
                        "--spend-logs",
                        "--dry-run",
                        "-c",
                        "/etc/gateway/config.yaml");

        assertThat(code).isEqualTo(3);
        ImportOptions options = imported.getFirst();
        assertThat(options.from()).isEqualTo("postgresql://u:sk-secret@db/litellm");
        assertThat(options.spendLogs()).isTrue();
        assertThat(options.dryRun()).isTrue();
        assertThat(options.gateway().configFile()).isEqualTo(Path.of("/etc/gateway/config.yaml"));
        assertThat(options.toString()).doesNotContain("sk-secret");
    }

    @Test
    void an_import_from_nowhere_is_a_mistake_in_one_line() {
        assertThat(run("import")).isEqualTo(2);
        assertThat(complaints())
                .containsExactly(
                        "tollgate: import needs --from with the URL of LiteLLM's database (--help"
                                + " lists all flags)");

        assertThat(run("import", "--port", "1")).isEqualTo(2);
        assertThat(run("import", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("tollgate import", "--from");
        assertThat(imported).isEmpty();
    }

    @Test
    void an_address_in_the_wrong_place_is_not_shown() {
        assertThat(run("import", "postgresql://u:canary@db/litellm")).isEqualTo(2);
        assertThat(complaints())
                .singleElement()
                .asString()
                .contains("import --from")
                .doesNotContain("canary");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        launch.last = null;
        return new GatewayCommand(launch, imports, terminal()).run(List.of(arguments));
    }

    private Terminal terminal() {
        return new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                environment);
    }

    private List<String> complaints() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
