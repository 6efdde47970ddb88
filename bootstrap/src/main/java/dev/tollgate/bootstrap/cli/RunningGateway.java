package dev.tollgate.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/// Speaks to a gateway that already runs, as its administrator.
final class RunningGateway {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// Both calls wait for models, which take their time.
    private static final Duration ANSWER = Duration.ofMinutes(3);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandLineOptions options;
    private final Terminal terminal;

    RunningGateway(CommandLineOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /// Prints how the deployments are.
    ///
    /// @return 0 if all are well
    int health() {
        HttpResponse<String> answer = send(request(base() + "/health").GET().build());
        terminal.out().println(indented(answer.body()));
        boolean well =
                answer.statusCode() == 200
                        && parsed(answer.body()).path("unhealthy_count").asInt(0) == 0;
        return well ? 0 : 1;
    }

    /// Prints the answer to one chat call.
    ///
    /// @param url base URL of the gateway; empty for the one on this machine
    /// @return 0 if there was an answer
    int test(String url) {
        String base = url.isEmpty() ? base() : url.replaceAll("/+$", "");
        String model = options.model().given() ? options.model().name() : firstModel(base);
        String body;
        try {
            body =
                    JSON.writeValueAsString(
                            Map.of(
                                    "model",
                                    model,
                                    "messages",
                                    new Object[] {
                                        Map.of("role", "user", "content", "Say hello in one line.")
                                    }));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write the call", e);
        }
        HttpResponse<String> answer =
                send(
                        request(base + "/v1/chat/completions")
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build());
        terminal.out().println(indented(answer.body()));
        return answer.statusCode() == 200 ? 0 : 1;
    }

    private String firstModel(String base) {
        HttpResponse<String> answer = send(request(base + "/v1/models").GET().build());
        JsonNode first = parsed(answer.body()).path("data").path(0).path("id");
        if (answer.statusCode() != 200 || !first.isTextual()) {
            throw new IllegalStateException(
                    "%s lists no model to ask (status %d): name one with --model"
                            .formatted(base, answer.statusCode()));
        }
        return first.asText();
    }

    private String base() {
        boolean everywhere = options.host().equals("0.0.0.0") || options.host().equals("::");
        String host = everywhere ? "127.0.0.1" : options.host();
        if (host.contains(":")) {
            host = "[" + host + "]";
        }
        return (options.tls().wanted() ? "https://" : "http://") + host + ":" + options.port();
    }

    private HttpRequest.Builder request(String url) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER);
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException("'%s' is not a URL".formatted(url));
        }
        String key = masterKey();
        return key.isEmpty() ? request : request.header("authorization", "Bearer " + key);
    }

    private String masterKey() {
        String configured = terminal.variable("LITELLM_MASTER_KEY");
        if (!configured.isEmpty()) {
            return configured;
        }
        try {
            return Files.readString(options.masterKeyFile()).strip();
        } catch (IOException _) {
            return "";
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 401) {
                throw new IllegalStateException(
                        "the gateway wants its master key: set LITELLM_MASTER_KEY");
            }
            return answer;
        } catch (IOException _) {
            throw new IllegalStateException("no gateway answers at " + request.uri());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException _) {
            return JSON.missingNode();
        }
    }

    private static String indented(String body) {
        JsonNode node = parsed(body);
        return node.isMissingNode() ? body : node.toPrettyString();
    }
}
