package dev.tollgate.bootstrap.training;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// An OpenAI-style provider on a free port of the loopback interface that always says the same.
final class PracticeProvider implements AutoCloseable {
    private static final String WHOLE =
            """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"east","choices":[\
            {"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}\
            """;
    private static final String CHUNK =
            """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"east",\
            "choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}

            """;
    private static final String STREAMED =
            CHUNK.repeat(5)
                    + CHUNK.replace("{\"content\":\"Hello\"}", "{}").replace("null", "\"stop\"")
                    + """
                    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,\
                    "model":"east","choices":[],\
                    "usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}

                    data: [DONE]

                    """;

    private final ServerSocket server;

    PracticeProvider() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            } catch (IOException _) {
                // Closed, or a caller who left at once.
            }
        }
    }

    private static void serve(Socket caller) {
        try (caller) {
            caller.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(caller.getInputStream());
            OutputStream out = caller.getOutputStream();
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                String body =
                        new String(in.readNBytes(contentLength(head)), StandardCharsets.UTF_8);
                boolean streamed = body.contains("\"stream\":true");
                out.write(answer(streamed).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException _) {
            // The caller left.
        }
    }

    private static String answer(boolean streamed) {
        String body = streamed ? STREAMED : WHOLE;
        return "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(
                        streamed ? "text/event-stream" : "application/json",
                        body.getBytes(StandardCharsets.UTF_8).length,
                        body);
    }

    /// Up to the empty line; empty when the caller left.
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.write(b);
            boolean next = b == (matched % 2 == 0 ? '\r' : '\n');
            matched = next ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }
}
