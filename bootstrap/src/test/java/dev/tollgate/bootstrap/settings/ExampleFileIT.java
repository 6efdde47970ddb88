package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The example at the top of the repository, and the page that explains the keys.
class ExampleFileIT {
    private static final Pattern YAML =
            Pattern.compile("^```yaml\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void the_example_works_without_any_account() throws IOException {
        CheckedSettings settings = Configurations.read(Files.readString(Path.of("../config.yaml")));

        assertThat(settings.report().preventsStart()).isFalse();
        assertThat(settings.deployments())
                .extracting(spec -> spec.deployment().group())
                .contains("demo", "llama3-local");
        assertThat(settings.aliases()).containsKey("default");
    }

    @Test
    void the_examples_of_the_page_make_one_configuration_without_a_problem() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        List<String> examples = YAML.matcher(page).results().map(found -> found.group(1)).toList();
        List<String> names = new ArrayList<>();
        Configurations files =
                Configurations.with("")
                        .variable("KEY_1", "sk-one-0123456789")
                        .variable("KEY_2", "sk-two-0123456789")
                        .variable("KEY_3", "sk-three-0123456789");
        for (String example : examples) {
            names.add("example-" + names.size() + ".yaml");
            files.file(names.getLast(), example);
        }
        files.file("config.yaml", "include: [" + String.join(", ", names) + "]\n");

        SettingsReport report = files.read().report();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        assertThat(report.problems()).isEmpty();
        assertThat(report.models()).hasSize(4).allMatch(ModelState::ready);
    }

    @Test
    void every_key_in_use_is_explained() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        KnownKeys known = KnownKeys.load();

        for (String section : Set.of("router_settings", "tollgate_settings", "general_settings")) {
            for (String key : known.keys(section)) {
                if (known.state(section, key).orElseThrow() == KnownKeys.State.USED) {
                    assertThat(page).as(section).contains("`" + key + "`");
                }
            }
        }
    }
}
