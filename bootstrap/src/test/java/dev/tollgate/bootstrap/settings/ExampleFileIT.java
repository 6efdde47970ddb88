package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// The example at the top of the repository, and the page that explains the keys.
class ExampleFileIT {
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
