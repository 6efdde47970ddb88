package dev.tollgate.bootstrap.e2e;

import static dev.tollgate.bootstrap.e2e.SpawnedGateway.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.bootstrap.settings.ConfigWatcher;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What only a process of its own can show: signals, exit codes, files and what is printed.
@EnabledOnOs({OS.LINUX, OS.MAC})
class ProcessIT {
    private static final String BROKEN = "model_list:\n  - model_name: [oops\n";

    private final ScriptedProvider provider =
            new ScriptedProvider().answering(peer -> peer.json(200, OpenAiReplies.chat("fine")));

    @TempDir private Path folder;

    @AfterEach
    void stop() {
        provider.close();
    }

    private String config(String model, String ownSettings) {
        return """
        model_list:
          - model_name: %s
            litellm_params: {model: openai/gpt-4o, api_base: "%s/v1", api_key: sk-up}
        litellm_settings: {num_retries: 0}
        tollgate_settings: {%s}
        """
                .formatted(model, provider.base(), ownSettings);
    }

    private String keyed(String model, String ownSettings) {
        return config(model, ownSettings)
                + "general_settings: {master_key: "
                + RunningGateway.KEY
                + "}\n";
    }

    /// Puts the file in place whole, so that nobody reads half of it.
    private void write(String yaml) throws IOException {
        Path whole = Files.writeString(folder.resolve("config.new"), yaml);
        Files.move(whole, folder.resolve("config.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] chat(String model, boolean streaming) {
        return RawCaller.post(
                "/v1/chat/completions",
                """
                {"model":"%s","stream":%s,"messages":[{"role":"user","content":"Hi"}]}\
                """
                        .formatted(model, streaming)
                        .getBytes(UTF_8));
    }

    private static int status(SpawnedGateway gateway, String model) throws IOException {
        return RawCaller.ask(gateway.port(), chat(model, false)).status();
    }

    private static int readiness(int port) throws IOException {
        return RawCaller.ask(port, "GET /health/readiness HTTP/1.1\r\nHost: gateway\r\n\r\n")
                .status();
    }

    private static boolean refusesConnections(int port) {
        try (RawCaller _ = new RawCaller(port)) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void a_terminated_gateway_says_so_and_ends_after_its_running_stream() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        provider.answering(
                peer -> {
                    peer.stream(OpenAiReplies.BROKEN_STREAM);
                    goOn.await();
                    peer.send(OpenAiReplies.stream("lo"));
                    peer.end();
                });
        write(keyed("gpt", "shutdown_delay: 4, shutdown_grace: 60"));
        try (SpawnedGateway gateway = SpawnedGateway.listening(folder)) {
            int port = gateway.port();
            assertThat(readiness(port)).isEqualTo(200);
            try (RawCaller caller = new RawCaller(port)) {
                caller.send(chat("gpt", true));
                assertThat(caller.readUntil("Hel")).contains(" 200 ");
                gateway.terminate();
                await("readiness says no", () -> readiness(port) == 503);
                await("nobody can connect", () -> refusesConnections(port));
                goOn.countDown();
                assertThat(caller.readUntil("[DONE]")).contains("\"lo\"").endsWith("[DONE]");
            }
            assertThat(gateway.exitCode()).isZero();
        }
    }

    @Test
    void a_changed_file_is_taken_and_a_broken_one_is_not() throws Exception {
        write(keyed("old", ""));
        try (SpawnedGateway gateway = SpawnedGateway.listening(folder)) {
            assertThat(status(gateway, "old")).isEqualTo(200);
            assertThat(status(gateway, "new")).isEqualTo(400);
            write(keyed("new", ""));
            await("the new model answers", () -> status(gateway, "new") == 200);
            assertThat(status(gateway, "old")).isEqualTo(400);
            write(BROKEN);
            await("it says why", () -> gateway.err().matches("(?s).*not taken.*config\\.yaml.*"));
            assertThat(status(gateway, "new")).isEqualTo(200);
            write(keyed("newest", ""));
            await("the mended file is taken", () -> status(gateway, "newest") == 200);
        }
    }

    @Test
    void a_hang_up_signal_has_the_file_read_where_nobody_watches_it() throws Exception {
        write(keyed("old", "reload: false"));
        try (SpawnedGateway gateway = SpawnedGateway.listening(folder)) {
            write(keyed("new", "reload: false"));
            // Long enough for a watcher to have taken it.
            Thread.sleep(4 * ConfigWatcher.INTERVAL_MILLIS);
            assertThat(status(gateway, "old")).isEqualTo(200);
            gateway.hangUp();
            await("the new model answers", () -> status(gateway, "new") == 200);
        }
    }

    @Test
    void a_process_that_cannot_serve_says_why_in_a_line_and_an_exit_code() throws Exception {
        write(keyed("gpt", ""));
        Files.writeString(folder.resolve("broken.yaml"), BROKEN);
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SpawnedGateway late =
                        SpawnedGateway.start(
                                folder, "--host", "127.0.0.1", "--port", "" + busy.getLocalPort());
                SpawnedGateway misused = SpawnedGateway.start(folder, "--prot", "4000");
                SpawnedGateway valid = SpawnedGateway.start(folder, "--validate_config");
                SpawnedGateway invalid =
                        SpawnedGateway.start(
                                folder, "--config", "broken.yaml", "--validate_config")) {
            assertThat(late.exitCode()).isEqualTo(1);
            assertThat(late.err().lines()).singleElement().asString().contains("--port");
            assertThat(misused.exitCode()).isEqualTo(2);
            assertThat(misused.err().lines())
                    .singleElement()
                    .asString()
                    .contains("did you mean '--port'");
            assertThat(valid.exitCode()).as(valid.out()).isZero();
            assertThat(invalid.exitCode()).isEqualTo(1);
            assertThat(invalid.out()).contains("broken.yaml");
        }
    }

    @Test
    void a_gateway_whose_database_is_away_serves_the_master_key_and_says_what_is_wrong()
            throws Exception {
        String database = "database_url: \"postgresql://ann:canary@localhost:1/x\"";
        write(
                config("gpt", "shutdown_delay: 0")
                        + "general_settings: {master_key: %s, %s}\n"
                                .formatted(RunningGateway.KEY, database));
        try (SpawnedGateway gateway = SpawnedGateway.listening(folder)) {
            assertThat(readiness(gateway.port())).isEqualTo(503);
            assertThat(status(gateway, "gpt")).isEqualTo(200);
            await("it is said", () -> gateway.err().contains("localhost:1"));
            gateway.terminate();
            assertThat(gateway.exitCode()).isZero();
            assertThat(gateway.out() + gateway.err()).doesNotContain("canary");
        }
        write(config("gpt", "") + "general_settings: {" + database + "}\n");
        try (SpawnedGateway keyless = SpawnedGateway.start(folder)) {
            assertThat(keyless.exitCode()).isEqualTo(1);
            assertThat(keyless.err().lines())
                    .last()
                    .asString()
                    .contains("localhost:1", "LITELLM_MASTER_KEY");
        }
    }

    @Test
    void a_made_master_key_is_shown_to_its_owner_only() throws Exception {
        write(config("gpt", "shutdown_delay: 0"));
        try (SpawnedGateway gateway = SpawnedGateway.listening(folder)) {
            Path file = folder.resolve(".tollgate").resolve("master_key");
            String key = Files.readString(file).strip();
            assertThat(key).hasSizeGreaterThan(20);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String call =
                    new String(chat("gpt", false), UTF_8)
                            .replace("Bearer sk-1234", "Bearer " + key);
            assertThat(RawCaller.ask(gateway.port(), call).status()).isEqualTo(200);
            assertThat(status(gateway, "gpt")).isEqualTo(401);
            provider.answering(ScriptedProvider.Peer::reset);
            assertThat(RawCaller.ask(gateway.port(), call).status()).isGreaterThanOrEqualTo(500);
            await("the curl line is out", () -> gateway.out().contains("curl "));
            gateway.terminate();
            assertThat(gateway.exitCode()).isZero();
            assertThat(gateway.out() + gateway.err()).doesNotContain(key);
            assertThat(gateway.out().lines())
                    .filteredOn(line -> line.contains("curl "))
                    .singleElement()
                    .asString()
                    .contains("$(cat '")
                    .contains(".tollgate/master_key')");
        }
    }

    @Test
    void a_caller_that_leaves_takes_its_call_with_it() throws Exception {
        write(keyed("gpt", ""));
        try (SpawnedGateway gateway = SpawnedGateway.listening(folder)) {
            assertLeft(gateway, false, "", ScriptedProvider.Peer::stall);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", OpenAiReplies.BROKEN_STREAM})
    void a_caller_that_leaves_a_silent_stream_ends_it(String begun) throws Exception {
        write(keyed("gpt", ""));
        try (SpawnedGateway gateway = SpawnedGateway.listening(folder)) {
            assertLeft(
                    gateway,
                    true,
                    begun.isEmpty() ? "" : "Hel",
                    peer -> {
                        peer.stream(begun);
                        peer.stall();
                    });
        }
    }

    /// Leaves when the provider has the call and this text has come. A second is promised for
    /// noticing it; more is granted to a busy machine.
    private void assertLeft(
            SpawnedGateway gateway, boolean streaming, String seen, ScriptedProvider.Script script)
            throws Exception {
        provider.answering(script);
        try (RawCaller caller = new RawCaller(gateway.port())) {
            caller.send(chat("gpt", streaming));
            await("the provider is asked", () -> !provider.requests().isEmpty());
            assertThat(caller.readUntil(seen)).contains(seen);
            assertThat(provider.wasLeftWithin(0)).isFalse();
        }
        assertThat(provider.wasLeftWithin(10)).isTrue();
    }

    @Test
    void a_certificate_and_its_key_make_the_listener_speak_tls() throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        assumeTrue(Files.isExecutable(keytool));
        Path store = folder.resolve("pair.p12");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair"));
        command.addAll(List.of("-alias", "pair", "-keyalg", "EC", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", "changeit", "-keystore", store.toString()));
        Process making =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.txt").toFile())
                        .start();
        assertThat(making.waitFor()).isZero();
        KeyStore pair = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        write(keyed("gpt", ""));
        pem("CERTIFICATE", pair.getCertificate("pair").getEncoded(), "cert.pem");
        pem("PRIVATE KEY", pair.getKey("pair", "changeit".toCharArray()).getEncoded(), "key.pem");
        try (SpawnedGateway gateway =
                        SpawnedGateway.listening(
                                folder,
                                "--ssl_certfile_path",
                                "cert.pem",
                                "--ssl_keyfile_path",
                                "key.pem");
                HttpClient client = HttpClient.newBuilder().sslContext(trusting(pair)).build()) {
            URI alive =
                    URI.create("https://127.0.0.1:%d/health/liveliness".formatted(gateway.port()));
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(alive).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(gateway.out()).contains("https://127.0.0.1:");
        }
    }

    private void pem(String label, byte[] der, String name) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label));
    }

    private static SSLContext trusting(KeyStore pair) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("pair", pair.getCertificate("pair"));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
