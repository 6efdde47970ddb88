package dev.tollgate.bootstrap.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.bootstrap.e2e.SpawnedGateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Gateways, each a process of its own with a data directory of its own, on one database.
final class Replicas implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MASTER_KEY = "sk-replicas-0123456789abcdef";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Path> folders = new ArrayList<>();
    private final List<SpawnedGateway> gateways = new ArrayList<>();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();

    private Replicas() {}

    /// Starts so many, with their folders in this one.
    static Replicas start(int count, Path folder, Postgres postgres, GreedyProvider provider)
            throws Exception {
        return start(count, folder, postgres, provider, "");
    }

    /// @param more lines of their configuration
    static Replicas start(
            int count, Path folder, Postgres postgres, GreedyProvider provider, String more)
            throws Exception {
        String config =
                """
                model_list:
                %s
                  - model_name: broken
                    litellm_params: {model: openai/broken-1, api_base: "http://127.0.0.1:9/v1", api_key: sk-up}
                  - model_name: broken
                    litellm_params: {model: openai/broken-2, api_base: "http://127.0.0.1:9/v1", api_key: sk-up}
                general_settings: {master_key: %s, database_url: "%s"}
                litellm_settings: {num_retries: 0}
                %s
                """
                        .formatted(provider.entry(), MASTER_KEY, postgres.url(), more);
        Replicas replicas = new Replicas();
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SpawnedGateway>> started = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Path its = Files.createDirectories(folder.resolve("replica" + i));
                Files.writeString(its.resolve("config.yaml"), config);
                replicas.folders.add(its);
                started.add(starting.submit(() -> SpawnedGateway.listening(its)));
            }
            for (Future<SpawnedGateway> each : started) {
                replicas.gateways.add(each.get());
                replicas.ports.add(each.get().port());
            }
        } catch (Throwable e) {
            replicas.close();
            throw e;
        }
        return replicas;
    }

    int count() {
        return ports.size();
    }

    /// An address of one of them.
    URI uri(int replica, String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(ports.get(replica), path));
    }

    /// Ends one as `kill -9` does.
    void kill(int replica) throws Exception {
        gateways.get(replica).kill();
    }

    /// Starts one that was killed where it was, in its old folder.
    void restart(int replica) throws Exception {
        SpawnedGateway again = SpawnedGateway.listening(folders.get(replica));
        gateways.set(replica, again);
        ports.set(replica, again.port());
    }

    /// What the administrator sees at an address of one of them.
    JsonNode look(int replica, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(replica, path))
                        .header("Authorization", "Bearer " + MASTER_KEY)
                        .build();
        return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /// Has the administrator ask one of them for something that has to succeed.
    JsonNode manage(int replica, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(replica, path))
                        .header("Authorization", "Bearer " + MASTER_KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /// A new key with these fields.
    String key(String fields) throws Exception {
        return manage(0, "/key/generate", "{" + fields + "}").path("key").asText();
    }

    @Override
    public void close() throws Exception {
        client.close();
        List<Throwable> failures = new ArrayList<>();
        for (SpawnedGateway gateway : gateways) {
            try {
                gateway.close();
            } catch (Exception | AssertionError e) {
                failures.add(e);
            }
        }
        assertThat(failures).isEmpty();
    }
}
