package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.adapters.http.Gateway.Connection;
import dev.tollgate.adapters.http.envelope.Forwarding;
import dev.tollgate.adapters.http.wire.Cors;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

class SettingsIT {
    @Test
    void a_proxys_path_prefix_is_taken_off() throws Exception {
        try (Gateway gateway = new Gateway(it -> it.withRootPath("/llm"))) {
            assertThat(gateway.ask(Gateway.get("/llm/v1/models")).status()).isEqualTo(200);
            assertThat(gateway.ask(Gateway.get("/v1/models")).status()).isEqualTo(200);
            assertThat(gateway.ask(Gateway.get("/llm")).body()).contains("Tollgate");
            assertThat(gateway.ask(Gateway.get("/llmv1/models")).status()).isEqualTo(404);
        }
    }

    @Test
    void only_listed_origins_may_read_answers() throws Exception {
        try (Gateway gateway =
                new Gateway(it -> it.withCors(new Cors(Set.of("https://ours"), true)))) {
            Answer ours = gateway.ask(origin("https://ours"));
            Answer theirs = gateway.ask(origin("https://theirs"));
            Answer preflight =
                    gateway.ask(
                            "OPTIONS /v1/models HTTP/1.1\r\nHost: x\r\nOrigin: https://theirs\r\n"
                                    + "Access-Control-Request-Method: GET\r\n\r\n");

            assertThat(ours.header("access-control-allow-origin")).isEqualTo("https://ours");
            assertThat(ours.header("access-control-allow-credentials")).isEqualTo("true");
            assertThat(theirs.header("access-control-allow-origin")).isEmpty();
            assertThat(preflight.status()).isEqualTo(400);
        }
    }

    private static String origin(String origin) {
        return "GET /test HTTP/1.1\r\nHost: x\r\nOrigin: " + origin + "\r\n\r\n";
    }

    @Test
    void strict_transport_security_is_sent_when_asked_for() throws Exception {
        try (Gateway plain = new Gateway();
                Gateway strict = new Gateway(it -> it.withHsts(true))) {
            assertThat(plain.ask(Gateway.get("/test")).header("strict-transport-security"))
                    .isEmpty();
            assertThat(strict.ask(Gateway.get("/nope")).header("strict-transport-security"))
                    .startsWith("max-age=");
        }
    }

    @Test
    void a_gateway_that_is_not_ready_says_so() throws Exception {
        try (Gateway gateway =
                new Gateway(
                        it ->
                                it.withLive(
                                        () ->
                                                new HttpSettings.Live(
                                                        "",
                                                        false,
                                                        false,
                                                        Forwarding.NOTHING,
                                                        false)))) {
            assertThat(gateway.ask(Gateway.get("/health/readiness")).status()).isEqualTo(503);
        }
    }

    @Test
    void head_is_answered_without_a_body_and_the_connection_goes_on() throws Exception {
        try (Gateway gateway = new Gateway();
                Connection connection = gateway.connect()) {
            connection.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
            connection.send("POST /nope HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(connection.answer().status()).isEqualTo(404);
            connection.send(Gateway.get("/test"));
            assertThat(connection.answer().body()).isEqualTo("{\"route\":\"/test\"}");
        }
    }

    @Test
    void the_jdks_client_which_offers_http_2_is_served() throws Exception {
        try (Gateway gateway = new Gateway();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/v1/chat/completions"
                                                    .formatted(gateway.server.port())))
                            .timeout(Duration.ofSeconds(20))
                            .header("Authorization", "Bearer sk-master")
                            .POST(HttpRequest.BodyPublishers.ofString(Gateway.CHAT))
                            .build();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body())
                        .isEqualTo(Gateway.ANSWER);
            }
            gateway.script =
                    (call, sink, _) -> {
                        sink.start(Gateway.facts(call));
                        for (int i = 0; i < 50; i++) {
                            sink.frame(Gateway.frame("data: " + i + "\n\n"));
                        }
                        sink.complete();
                    };
            String events =
                    client.send(request, HttpResponse.BodyHandlers.ofLines())
                            .body()
                            .filter(line -> !line.isEmpty())
                            .collect(Collectors.joining("|"));
            assertThat(events).startsWith("data: 0|data: 1|").endsWith("data: 49|data: [DONE]");
        }
    }
}
