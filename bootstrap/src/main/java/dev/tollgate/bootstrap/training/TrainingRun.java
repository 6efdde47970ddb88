package dev.tollgate.bootstrap.training;

import dev.tollgate.bootstrap.Main;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Starts the gateway as a user does, on a free port of the loopback interface in front of a
/// provider of its own, makes a key, makes plain, streamed and refused calls, and ends. Run by the
/// build with the JVM option that writes the AOT cache at the end.
public final class TrainingRun {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String KEY = "sk-training-run-only-0123456789abcdef";
    private static final int ROUNDS = 100;

    private TrainingRun() {}

    /// Ends the process: with exit code 0 if every call was answered as it should be.
    public static void main(String[] args) {
        int exitCode = 0;
        Path folder = Path.of("");
        try (var provider = new PracticeProvider()) {
            folder = Files.createTempDirectory("tollgate-training");
            practise(folder, provider.port());
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            exitCode = 1;
        } finally {
            delete(folder);
        }
        System.exit(exitCode);
    }

    private static void practise(Path folder, int providerPort) throws IOException {
        int port = freePort();
        Path config = folder.resolve("config.yaml");
        Files.writeString(config, config(providerPort));
        List<String> arguments =
                List.of(
                        "--config=" + config,
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--data_dir=" + folder.resolve("data"));
        Thread.ofPlatform()
                .name("gateway")
                .daemon()
                .start(() -> Main.main(arguments.toArray(String[]::new)));
        var caller = new PracticeCaller(port, KEY);
        caller.awaitReady(START);
        var governed = caller.withVirtualKey();
        for (int i = 0; i < ROUNDS; i++) {
            caller.round();
            governed.round();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String config(int providerPort) {
        return """
        model_list:
          - model_name: practice
            litellm_params: {model: openai/east, api_base: "http://127.0.0.1:%1$d/v1", api_key: sk-east, rpm: 100000, input_cost_per_token: 0.000001, output_cost_per_token: 0.000002}
          - model_name: practice
            litellm_params: {model: openai/west, api_base: "http://127.0.0.1:%1$d/v1", api_key: sk-west, rpm: 100000, input_cost_per_token: 0.000001, output_cost_per_token: 0.000002}
        router_settings: {routing_strategy: simple-shuffle, num_retries: 1}
        general_settings: {master_key: %2$s}
        tollgate_settings: {reload: false}
        """
                .formatted(providerPort, KEY);
    }

    private static void delete(Path folder) {
        if (folder.toString().isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException _) {
            // A temporary folder that the system clears some day.
        }
    }
}
