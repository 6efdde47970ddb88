package dev.tollgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.ConfigFiles;
import dev.tollgate.bootstrap.settings.DirectoryFacts;
import dev.tollgate.bootstrap.settings.Environment;
import dev.tollgate.bootstrap.settings.SettingsReader;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

class LiveConfigurationTest {
    private static final String KEEPING = "general_settings: {store_model_in_db: true}\n";

    private final List<List<String>> taken = new ArrayList<>();
    private volatile StoredConfiguration kept = StoredConfiguration.NOTHING;
    private final LiveConfiguration configuration =
            new LiveConfiguration(file("a"), () -> kept, settings -> taken.add(ids(settings)));

    private static CheckedSettings file(String id) {
        String yaml =
                KEEPING
                        + "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key:"
                        + " k}, model_info: {id: %s}}]\n".formatted(id);
        ConfigFiles files = _ -> yaml.getBytes(StandardCharsets.UTF_8);
        return new SettingsReader(
                        Environment.of(Map.of("LITELLM_MODE", "PRODUCTION")),
                        files,
                        Path.of(""),
                        new DirectoryFacts(ProviderDirectory.load()),
                        Composition.catalogue())
                .read(Path.of("config.yaml"));
    }

    private static StoredConfiguration with(StoredConfiguration stored, String id, String model) {
        Fields fields =
                Fields.of(
                        Map.of(
                                "model_name",
                                "stored",
                                "litellm_params",
                                Map.of("model", model, "api_key", "k"),
                                "model_info",
                                Map.of("id", id)));
        return stored.with(EntityKind.MODEL, new Part(id, fields));
    }

    private static StoredConfiguration storing(String id) {
        return with(StoredConfiguration.NOTHING, id, "openai/m");
    }

    private static List<String> ids(CheckedSettings settings) {
        return settings.deployments().stream().map(spec -> spec.deployment().id().value()).toList();
    }

    @Test
    void what_is_kept_lies_over_whatever_the_file_says() {
        kept = storing("s");
        configuration.follow();
        configuration.takeFile(file("b"));
        kept = StoredConfiguration.NOTHING;
        configuration.follow();

        assertThat(taken).containsExactly(List.of("a", "s"), List.of("b", "s"), List.of("b"));
        assertThat(ids(configuration.inForce())).containsExactly("b");
    }

    @Test
    void nothing_is_swapped_where_nothing_changed() {
        configuration.follow();
        kept = storing("s");
        configuration.follow();
        kept = storing("s");
        configuration.follow();

        assertThat(taken).hasSize(1);
        assertThat(configuration.followed()).isTrue();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void of_two_looks_the_one_that_began_later_counts() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        LiveConfiguration slow =
                new LiveConfiguration(
                        file("a"),
                        () -> {
                            if (Thread.currentThread().isVirtual()) {
                                asked.countDown();
                                hold(answered);
                                return storing("old");
                            }
                            return storing("new");
                        },
                        _ -> {});
        Thread early = Thread.ofVirtual().start(slow::follow);
        asked.await();

        slow.follow();
        answered.countDown();
        early.join();

        assertThat(ids(slow.inForce())).containsExactly("a", "new");
    }

    @Test
    void only_what_a_change_brings_is_held_against_it() {
        kept = with(StoredConfiguration.NOTHING, "broken", "nobody/x");
        configuration.follow();

        assertThat(configuration.judge(now -> with(now, "s", "openai/m")).objections()).isEmpty();
        assertThat(configuration.judge(now -> with(now, "s", "nobody/y")).objections())
                .isNotEmpty()
                .allMatch(why -> why.contains("model_list[s]"));
    }

    @Test
    void only_those_of_the_file_have_a_place_there() {
        kept = storing("s");
        configuration.follow();

        assertThat(configuration.placeInFile("a"))
                .hasValueSatisfying(place -> assertThat(place).startsWith("config.yaml line"));
        assertThat(configuration.placeInFile("s")).isEmpty();
    }
}
