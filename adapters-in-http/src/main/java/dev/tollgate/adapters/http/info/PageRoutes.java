package dev.tollgate.adapters.http.info;

import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.Handler;
import dev.tollgate.adapters.http.wire.ResponseHead;
import dev.tollgate.domain.access.Caller;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What the gateway says of itself.
public final class PageRoutes {
    private static final byte[] HTML =
            ResponseHead.line("content-type", "text/html; charset=utf-8");

    private static final byte[] NO_BODY = new byte[0];
    private static final byte[] POLICY = ResponseHead.name("content-security-policy");

    /// Relative, so that it holds under a root path and behind a proxy as well.
    private static final byte[] TO_UI = ResponseHead.line("location", "ui/");

    private final byte[] home;
    private final UiPage ui = new UiPage();

    public PageRoutes(String version) {
        this.home = home(version).getBytes(StandardCharsets.UTF_8);
    }

    /// A route of the table.
    public record Listed(String path, String method) {}

    /// `GET /`
    public void home(Exchange exchange, Caller caller, String part) {
        exchange.send(200, HTML, home, _ -> {});
    }

    /// `GET /ui/`
    public void ui(Exchange exchange, Caller caller, String part) {
        exchange.send(200, HTML, ui.bytes(), head -> head.field(POLICY, ui.policy()));
    }

    /// `GET /ui`
    public void toUi(Exchange exchange, Caller caller, String part) {
        exchange.send(307, HTML, NO_BODY, head -> head.line(TO_UI));
    }

    /// `GET /test`
    public void test(Exchange exchange, Caller caller, String part) {
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("route", "/test");
                    json.writeEndObject();
                });
    }

    /// `GET /routes`: all of them.
    public Handler routes(List<Listed> table) {
        return (exchange, caller, part) -> {
            Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
            table.forEach(
                    it ->
                            methods.computeIfAbsent(it.path(), _ -> new TreeSet<>())
                                    .add(it.method()));
            JsonAnswer.send(
                    exchange,
                    200,
                    json -> {
                        json.writeStartObject();
                        json.writeArrayFieldStart("routes");
                        for (Map.Entry<String, TreeSet<String>> route : methods.entrySet()) {
                            json.writeStartObject();
                            json.writeStringField("path", route.getKey());
                            json.writeArrayFieldStart("methods");
                            for (String method : route.getValue()) {
                                json.writeString(method);
                            }
                            json.writeEndArray();
                            json.writeStringField("name", name(route.getKey()));
                            json.writeStringField("endpoint", name(route.getKey()));
                            json.writeEndObject();
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    });
        };
    }

    private static String name(String path) {
        String name = path.replaceAll("[^a-zA-Z0-9]+", "_").replaceAll("^_|_$", "");
        return name.isEmpty() ? "home" : name;
    }

    private static String home(String version) {
        return """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Tollgate</title></head>
        <body>
        <h1>Tollgate %s</h1>
        <p>An AI gateway: one OpenAI-compatible API in front of many providers.</p>
        <ul>
        <li><code>POST /v1/chat/completions</code>, <code>/v1/completions</code>,
        <code>/v1/embeddings</code>: call a model (with a key)</li>
        <li><a href="v1/models">/v1/models</a>: the models to call (with a key)</li>
        <li><a href="health/readiness">/health/readiness</a>: whether it serves</li>
        <li><a href="ui/">/ui</a>: how to make keys</li>
        <li><a href="routes">/routes</a>: everything it answers to</li>
        </ul>
        </body>
        </html>
        """
                .formatted(version);
    }
}
