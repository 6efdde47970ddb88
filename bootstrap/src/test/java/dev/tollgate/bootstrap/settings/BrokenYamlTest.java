package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

class BrokenYamlTest {
    private static final String SECRET = "sk-never-to-be-seen-0123456789";

    private static String only(CheckedSettings settings) {
        assertThat(settings.deployments()).isEmpty();
        assertThat(settings.report().preventsStart()).isTrue();
        return settings.report().errors().getFirst().sentence();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b: c | config.yaml:1: This is not valid YAML (column 5): a second colon in one"
                        + " line, or a line indented too far; quote the text.",
                "a: [1, 2 | is not closed",
                "a: *nobody | an alias (*name) without its anchor; quote texts that start with *.",
                "a: \"x | a quote or bracket is not closed.",
                "a: @x | a value starts with a character that must be quoted.",
                "just text | config.yaml:1: The file must be a map of sections such as"
                        + " `model_list:`.",
                "'' | config.yaml: The file is empty.",
                "'# nothing' | config.yaml: The file is empty.",
                "- a | config.yaml:1: The file must be a map of sections",
            })
    void bad_yaml_is_one_clear_problem(String yaml, String expected) {
        assertThat(only(Configurations.read(yaml))).contains(expected);
    }

    @Test
    void a_tab_is_named_with_its_line() {
        assertThat(only(Configurations.read("model_list:\n\t- model_name: a\n")))
                .contains("config.yaml:2: ")
                .contains("a tab is used to indent; use spaces.");
    }

    @Test
    void a_missing_file_says_what_to_do() {
        assertThat(only(Configurations.with("").without("config.yaml").read()))
                .isEqualTo(
                        "There is no file /etc/tollgate/config.yaml. Name one with --config, or"
                                + " start with --model.");
    }

    @Test
    void a_file_that_is_not_utf_8_is_named() {
        assertThat(
                        only(
                                Configurations.with("")
                                        .file("config.yaml", new byte[] {'a', ':', (byte) 0xff})
                                        .read()))
                .isEqualTo("config.yaml: The file is not UTF-8 text.");
    }

    @Test
    void aliases_that_explode_are_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append("*a%d, ".formatted(i - 1).repeat(10)).append("]\n");
        }

        assertThat(only(Configurations.read(bomb.toString())))
                .contains("Too many values once aliases are expanded.");
    }

    @Test
    void an_alias_within_itself_is_refused() {
        assertThat(only(Configurations.read("a: &a\n  b: *a\n")))
                .contains("Nested too deeply, or an alias within itself.");
    }

    @Test
    void depth_is_bounded() {
        assertThat(only(Configurations.read("a: " + "[".repeat(5000)))).contains("YAML");
    }

    @Test
    void tags_make_no_objects() {
        assertThat(
                        only(
                                Configurations.read(
                                        "litellm_settings: !!javax.script.ScriptEngineManager"
                                                + " {}\n")))
                .contains("config.yaml:1: ")
                .contains("YAML tags (!name) are not allowed.");
    }

    @Test
    void a_key_written_twice_is_reported_and_the_last_one_counts() {
        CheckedSettings settings =
                Configurations.read("router_settings:\n  num_retries: 1\n  num_retries: 7\n");

        assertThat(settings.router().retries().numRetries()).isEqualTo(7);
        assertThat(settings.report().problems())
                .extracting(Problem::sentence)
                .contains(
                        "config.yaml:3: router_settings.num_retries: The key is written twice; this"
                                + " one counts, the one in line 2 does not. Remove one of them.");
    }

    @Test
    void merge_keys_and_anchors_work() {
        CheckedSettings settings =
                Configurations.read(
                        """
                        common: &common {model: openai/x, mock_response: hi}
                        model_list:
                          - model_name: a
                            litellm_params: {<<: *common, rpm: 5}
                        """);

        assertThat(settings.deployments().getFirst().deployment().share().rpm()).isEqualTo(5);
    }

    /// Whatever is done to a good file: an answer, no exception, no secret.
    @Test
    void mutilated_files_never_throw_and_never_show_a_secret() {
        String good =
                (ReferenceFileTest.FILE + "tollgate_settings: {body_limit_mb: 5}\n")
                        .replace("os.environ/OPENAI_API_KEY", SECRET)
                        .replace("os.environ/LITELLM_MASTER_KEY", SECRET);
        String[] pieces = {
            "\t",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "*a",
            "&a ",
            "!!x ",
            "\n",
            " ",
            "\u0000",
            "99999999999999999999",
            "-1",
            "null",
            "os.environ/NOPE",
            "<<: ",
            "\uFEFF",
            "1e999999999",
            "true",
            "~",
            "# ",
            "| ",
            "> ",
            "? ",
            ".inf",
            "é"
        };
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(good);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    case 1 -> text.insert(at, pieces[random.nextInt(pieces.length)]);
                    case 2 -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                    default -> {
                        int end = text.indexOf(":", at);
                        int line = text.indexOf("\n", at);
                        if (end >= 0 && line > end) {
                            text.replace(
                                    end + 1, line, " " + pieces[random.nextInt(pieces.length)]);
                        }
                    }
                }
            }
            CheckedSettings settings;
            try {
                settings = ReferenceFileTest.complete().file("config.yaml", text.toString()).read();
            } catch (RuntimeException | StackOverflowError thrown) {
                throw new AssertionError("seed " + seed + "\n" + text, thrown);
            }
            assertThat(settings + String.join("\n", settings.report().lines()))
                    .as("seed %d", seed)
                    .doesNotContain(SECRET);
        }
    }
}
