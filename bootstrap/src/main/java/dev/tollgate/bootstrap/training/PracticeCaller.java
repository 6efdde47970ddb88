package dev.tollgate.bootstrap.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A caller with nothing but a socket: an HTTP client of its own would be trained along.
final class PracticeCaller {
    private static final int ANSWER_TIMEOUT_MILLIS = 10_000;
    private static final String CHAT =
            "{\"model\":\"practice\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    private static final Pattern KEY = Pattern.compile("\"key\":\"(sk-[^\"]+)\"");

    private final int port;
    private final String key;

    PracticeCaller(int port, String key) {
        this.port = port;
        this.key = key;
    }

    /// Blocks until the gateway is ready, its storage included.
    ///
    /// @throws IllegalStateException if it does not in that time
    void awaitReady(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                expect(200, "GET", "/health/readiness", "");
                return;
            } catch (IOException | IllegalStateException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the gateway did not start", e);
                }
                pause();
            }
        }
    }

    /// The same caller with a key that is made for it, with a budget and a limit.
    PracticeCaller withVirtualKey() throws IOException {
        String made =
                expect(
                        200,
                        "POST",
                        "/key/generate",
                        "{\"max_budget\":1000,\"budget_duration\":\"1d\",\"rpm_limit\":100000}");
        Matcher key = KEY.matcher(made);
        if (!key.find()) {
            throw new IllegalStateException("no key was made");
        }
        expect(200, "GET", "/key/list", "");
        return new PracticeCaller(port, key.group(1));
    }

    /// One call of each kind.
    void round() throws IOException {
        expect(200, "POST", "/v1/chat/completions", CHAT + "}");
        String streamed = expect(200, "POST", "/v1/chat/completions", CHAT + ",\"stream\":true}");
        if (!streamed.contains("data: [DONE]")) {
            throw new IllegalStateException("the stream did not end: " + streamed);
        }
        expect(200, "GET", "/v1/models", "");
        expect(400, "POST", "/v1/chat/completions", "{\"model\":");
    }

    private String expect(int status, String method, String path, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head =
                    """
                    %s %s HTTP/1.1
                    host: 127.0.0.1
                    authorization: Bearer %s
                    content-type: application/json
                    content-length: %d
                    connection: close

                    """
                            .formatted(method, path, key, bytes.length)
                            .replace("\n", "\r\n");
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String answer = in.lines().collect(Collectors.joining("\n"));
            if (!answer.startsWith("HTTP/1.1 " + status + " ")) {
                throw new IllegalStateException(
                        "%s %s should give %d: %s".formatted(method, path, status, answer));
            }
            return answer;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
