package dev.tollgate.features.driver;

import dev.tollgate.adapters.http.HttpServer;
import dev.tollgate.adapters.http.HttpSettings;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.settings.CheckedSettings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/// Callers with a socket: a real server on a free loopback port.
public final class HttpDriver implements GatewayDriver {
    public static final String CHAT = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable HttpServer server;

    @Override
    public void open(Composition gateway, CheckedSettings settings) {
        server =
                HttpServer.start(
                        HttpSettings.on("127.0.0.1", 0, "features")
                                .withGrace(settings.own().shutdownGrace())
                                .withLive(
                                        () ->
                                                new HttpSettings.Live(
                                                        settings.general().keyHeaderName(),
                                                        false,
                                                        settings.general().allowMockTesting(),
                                                        settings.general().forwarding(),
                                                        true,
                                                        settings.litellm().overBudgetStatus())),
                        gateway.ports());
        // It listens before it has read what is kept for it.
        World.await("the gateway is ready", () -> get("/health/readiness").status() == 200);
    }

    private Answer get(String path) {
        return send("GET", path, Map.of(), "");
    }

    @Override
    public Answer chat(String letter) {
        return send("POST", CHAT, withKey(), letter);
    }

    public static Map<String, String> withKey() {
        return Map.of("Authorization", "Bearer " + ConfigText.MASTER_KEY);
    }

    public Answer send(String method, String path, Map<String, String> headers, String body) {
        return RawExchange.send(running().port(), method, path, headers, body);
    }

    /// Asks for a stream and hangs up once this text was seen.
    public void hangUpAfter(String letter, String seen) {
        try {
            InputStream in =
                    client.send(
                                    request("POST", CHAT, withKey(), letter),
                                    BodyHandlers.ofInputStream())
                            .body();
            try (in) {
                StringBuilder text = new StringBuilder();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    text.append((char) next);
                    if (text.indexOf(seen) >= 0) {
                        return;
                    }
                }
            }
            throw new AssertionError("never seen: " + seen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks and hangs up once this is so, with the answer still out.
    public void hangUpOnce(String letter, BooleanSupplier asked) {
        HttpClient impatient = HttpClient.newHttpClient();
        var _ =
                impatient.sendAsync(
                        request("POST", CHAT, withKey(), letter), BodyHandlers.ofString());
        World.await("a provider is asked", asked);
        impatient.shutdownNow();
    }

    private HttpRequest request(
            String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running().port() + path))
                        .timeout(PATIENCE)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    /// Blocks until the server has stopped in good order.
    public void stop(Duration delay) {
        running().stop(delay);
    }

    private HttpServer running() {
        return Objects.requireNonNull(server, "the gateway has not been started");
    }

    @Override
    public HttpDriver http() {
        return this;
    }

    @Override
    public void close() {
        client.shutdownNow();
        if (server != null) {
            server.close();
        }
    }
}
