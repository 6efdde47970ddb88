package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// PostgreSQL with nothing said but its URL: the gateway makes a master key, and replicas that do
/// not know it do not start with another one.
@ExtendWith(PostgresServer.class)
class MadeKeyIT {
    @TempDir private Path folder;
    private Path first;
    private Path second;
    private String url = "";

    @BeforeEach
    void prepare(DatabaseUrl database) throws IOException {
        first = Files.createDirectory(folder.resolve("first"));
        second = Files.createDirectory(folder.resolve("second"));
        url = "postgresql://postgres:postgres@" + database.place();
    }

    private void configure(Path gateway, String masterKey) throws IOException {
        String key = masterKey.isEmpty() ? "" : ", master_key: " + masterKey;
        Files.writeString(
                gateway.resolve("config.yaml"),
                "general_settings: {database_url: \"%s\"%s}\n".formatted(url, key));
    }

    private static String madeIn(Path gateway) throws IOException {
        return Files.readString(gateway.resolve(".tollgate/master_key")).strip();
    }

    private static int makesTeam(SpawnedGateway gateway, String key) throws IOException {
        String call =
                new String(RawCaller.post("/team/new", "{}".getBytes(UTF_8)), UTF_8)
                        .replace(RunningGateway.KEY, key);
        return RawCaller.ask(gateway.port(), call).status();
    }

    private static void assertWantsTheKey(SpawnedGateway gateway) throws Exception {
        assertThat(gateway.exitCode()).isEqualTo(1);
        assertThat(gateway.err().lines())
                .singleElement()
                .asString()
                .contains("LITELLM_MASTER_KEY", "data directory");
    }

    @Test
    void a_made_key_is_good_after_a_restart_and_for_replicas_that_are_told_it() throws Exception {
        configure(first, "");
        configure(second, "");
        try (SpawnedGateway gateway = SpawnedGateway.listening(first)) {
            assertThat(makesTeam(gateway, madeIn(first))).isEqualTo(200);
            try (SpawnedGateway replica = SpawnedGateway.start(second)) {
                assertWantsTheKey(replica);
            }
            configure(second, madeIn(first));
            try (SpawnedGateway replica = SpawnedGateway.listening(second)) {
                assertThat(makesTeam(replica, madeIn(first))).isEqualTo(200);
            }
        }
        try (SpawnedGateway again = SpawnedGateway.listening(first)) {
            assertThat(makesTeam(again, madeIn(first))).isEqualTo(200);
        }
    }

    @Test
    void a_database_whose_gateways_were_told_their_key_takes_none_that_is_made() throws Exception {
        configure(first, "sk-of-everybody-0123456789");
        configure(second, "");
        try (SpawnedGateway gateway = SpawnedGateway.listening(first)) {
            assertThat(makesTeam(gateway, "sk-of-everybody-0123456789")).isEqualTo(200);
            try (SpawnedGateway replica = SpawnedGateway.start(second)) {
                assertWantsTheKey(replica);
            }
        }
    }
}
