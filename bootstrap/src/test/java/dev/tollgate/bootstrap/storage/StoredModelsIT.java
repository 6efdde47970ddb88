package dev.tollgate.bootstrap.storage;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageModels.Request;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.DirectoryFacts;
import dev.tollgate.bootstrap.settings.Environment;
import dev.tollgate.bootstrap.settings.SettingsReader;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Deployments that the gateway keeps itself, through restarts and on other replicas.
@ExtendWith(PostgresServer.class)
@Timeout(120)
class StoredModelsIT {
    private static final String KEY = "sk-of-a-provider-71f0";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    private Composition gateway(String name, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("LITELLM_MODE", "PRODUCTION");
        variables.put("STORE_MODEL_IN_DB", "True");
        variables.put("OPENAI_API_KEY", "k");
        CheckedSettings settings =
                new SettingsReader(
                                Environment.of(variables),
                                _ -> "model_list: []".getBytes(UTF_8),
                                folder,
                                new DirectoryFacts(ProviderDirectory.load()),
                                Composition.catalogue())
                        .read(folder.resolve("config.yaml"));
        Storage storage = Storage.open(settings, folder.resolve(name), Machine.clock());
        storage.start();
        return Composition.of(
                settings,
                Secret.of("sk-master"),
                Machine.clock(),
                new Surroundings(
                        _ -> {},
                        Composition.catalogue(),
                        Machine.pause(),
                        Machine.nanoTime(),
                        Machine.random()),
                storage);
    }

    private Composition replica(String name, DatabaseUrl url, String... saltKey) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DATABASE_URL", "postgresql://postgres:postgres@" + url.place());
        for (String each : saltKey) {
            variables.put("LITELLM_SALT_KEY", each);
        }
        return gateway(name, variables);
    }

    private static Outcome make(Composition gateway, String id, String key) {
        Fields model =
                Fields.of(
                        Map.of(
                                "model_name",
                                "fast",
                                "litellm_params",
                                Map.of("model", "openai/gpt-4o-mini", "api_key", key),
                                "model_info",
                                Map.of("id", id)));
        return gateway.ports().storedModels().manage(Actor.MASTER, new Request.Make(model));
    }

    private static List<String> keys(Composition gateway) {
        return gateway.settings().deployments().stream()
                .map(spec -> spec.deployment().id() + "=" + spec.settings().apiKey().reveal())
                .toList();
    }

    private static void await(Composition gateway, String... keys) {
        while (!keys(gateway).equals(List.of(keys))) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(each, ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void what_was_added_serves_after_a_restart_and_its_key_is_in_no_file() throws Exception {
        try (Composition gateway = gateway("a", Map.of())) {
            assertThat(gateway.awaitStored(LONG)).isTrue();
            assertThat(make(gateway, "m-1", KEY)).isInstanceOf(Outcome.Done.class);
            assertThat(keys(gateway)).containsExactly("m-1=" + KEY);
        }

        assertThat(files()).contains("gpt-4o-mini").doesNotContain(KEY);
        try (Composition gateway = gateway("a", Map.of())) {
            assertThat(gateway.awaitStored(LONG)).isTrue();
            assertThat(keys(gateway)).containsExactly("m-1=" + KEY);
            assertThat(gateway.ports().storage().check().ready()).isTrue();
        }
    }

    @Test
    void what_is_added_or_deleted_at_one_replica_is_so_at_the_other(DatabaseUrl url)
            throws Exception {
        try (Composition here = replica("a", url, "salt");
                Composition there = replica("b", url, "salt")) {
            assertThat(here.awaitStored(LONG) && there.awaitStored(LONG)).isTrue();

            make(here, "m-1", KEY);
            await(there, "m-1=" + KEY);

            there.ports().storedModels().manage(Actor.MASTER, new Request.Delete("m-1"));
            await(here);
        }
    }

    @Test
    void without_a_key_for_secrets_replicas_keep_models_without_secrets_only(DatabaseUrl url)
            throws Exception {
        try (Composition gateway = replica("a", url)) {
            assertThat(gateway.awaitStored(LONG)).isTrue();

            assertThat(make(gateway, "m-1", KEY))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.message())
                                            .contains("LITELLM_SALT_KEY")
                                            .doesNotContain(KEY));
            assertThat(make(gateway, "m-2", "os.environ/OPENAI_API_KEY"))
                    .isInstanceOf(Outcome.Done.class);
            assertThat(keys(gateway)).containsExactly("m-2=k");
        }
    }

    @Test
    void a_replica_with_another_key_for_secrets_leaves_out_what_it_cannot_read(DatabaseUrl url)
            throws Exception {
        try (Composition here = replica("a", url, "salt");
                Composition there = replica("b", url, "pepper")) {
            assertThat(here.awaitStored(LONG) && there.awaitStored(LONG)).isTrue();
            make(here, "m-1", KEY);
            make(here, "m-2", "os.environ/OPENAI_API_KEY");

            await(there, "m-2=k");

            assertThat(there.settings().report().lines())
                    .anyMatch(
                            line ->
                                    line.contains("MODEL/m-1")
                                            && line.contains("LITELLM_SALT_KEY"));
        }
    }
}
