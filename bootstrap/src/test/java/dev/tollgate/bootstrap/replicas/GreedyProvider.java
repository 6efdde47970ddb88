package dev.tollgate.bootstrap.replicas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A provider that sells as much as it may: each answer has the length it was bounded to, or else
/// the greatest its model knows. It counts a sale when the request has come, whether or not anybody
/// reads the answer.
final class GreedyProvider implements AutoCloseable {
    /// The greatest length of an answer, in tokens.
    static final long LONGEST = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAITING_CONNECTIONS = 4096;
    private static final int PIECES = 4;
    private static final int BYTES_OF_A_TOKEN = 4;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Sale> sales = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Random pace;
    private final int slowest;

    /// @param seed decides how long answers take
    /// @param slowest milliseconds an answer takes at most
    GreedyProvider(long seed, int slowest) {
        this.pace = new Random(seed);
        this.slowest = slowest;
        try {
            server = new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// The entry of `model_list` that leads here.
    String entry() {
        return """
          - model_name: greedy
            litellm_params:
              model: openai/greedy-1
              api_base: "http://127.0.0.1:%d/v1"
              api_key: sk-up
              input_cost_per_token: %.9f
              output_cost_per_token: %.9f
            model_info: {max_input_tokens: 100000, max_output_tokens: %d}
        """
                .formatted(
                        server.getLocalPort(),
                        Sale.INPUT_PRICE / 1e9,
                        Sale.OUTPUT_PRICE / 1e9,
                        LONGEST);
    }

    /// What was sold to calls whose marks begin so.
    List<Sale> sales(String mark) {
        return sales.stream().filter(sale -> sale.mark().startsWith(mark)).toList();
    }

    /// Its price in nano-dollars.
    long sold(String mark) {
        return sales(mark).stream().mapToLong(Sale::nanos).sum();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                JsonNode question = JSON.readTree(body(in));
                Sale sale = sell(question);
                if (question.path("stream").asBoolean()) {
                    stream(out, sale);
                } else {
                    rest(1);
                    whole(out, sale);
                }
            }
        } catch (IOException _) {
            // The other side is gone.
        } finally {
            open.remove(socket);
        }
    }

    private static byte[] body(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("the request ends early");
        }
        return body;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// The mark is what the last message says.
    private Sale sell(JsonNode question) {
        String mark = question.path("messages").path(0).path("content").asText();
        long bound = LONGEST;
        for (String field : List.of("max_tokens", "max_completion_tokens")) {
            bound = Math.min(bound, question.path(field).asLong(LONGEST));
        }
        Sale sale =
                new Sale(
                        mark,
                        "chatcmpl-" + answers.incrementAndGet() + "-" + server.getLocalPort(),
                        mark.length() / BYTES_OF_A_TOKEN + 1,
                        bound * question.path("n").asLong(1));
        sales.add(sale);
        return sale;
    }

    private void whole(OutputStream out, Sale sale) throws IOException {
        byte[] body =
                """
                {"id":"%s","object":"chat.completion","created":1,"model":"greedy-1","choices":[{"index":0,\
                "message":{"role":"assistant","content":"More!"},"finish_reason":"length"}],"usage":%s}\
                """
                        .formatted(sale.answer(), usage(sale))
                        .getBytes(UTF_8);
        send(
                out,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                        .formatted(body.length, new String(body, UTF_8)));
    }

    private void stream(OutputStream out, Sale sale) throws IOException {
        send(
                out,
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                        + "transfer-encoding: chunked\r\n\r\n");
        for (int i = 0; i < PIECES; i++) {
            rest(PIECES);
            event(out, sale, choice("{\"content\":\"More! \"}", "null"), "null");
        }
        event(out, sale, choice("{}", "\"length\""), "null");
        event(out, sale, "", usage(sale));
        chunk(out, "data: [DONE]\n\n");
        send(out, "0\r\n\r\n");
    }

    private static String choice(String delta, String finish) {
        return "{\"index\":0,\"delta\":%s,\"finish_reason\":%s}".formatted(delta, finish);
    }

    private static void event(OutputStream out, Sale sale, String choice, String usage)
            throws IOException {
        chunk(
                out,
                """
                data: {"id":"%s","object":"chat.completion.chunk","created":1,"model":"greedy-1","choices":[%s],\
                "usage":%s}

                """
                        .formatted(sale.answer(), choice, usage));
    }

    private static void chunk(OutputStream out, String data) throws IOException {
        send(out, "%x\r\n%s\r\n".formatted(data.getBytes(UTF_8).length, data));
    }

    private static String usage(Sale sale) {
        return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
                .formatted(
                        sale.inputTokens(),
                        sale.outputTokens(),
                        sale.inputTokens() + sale.outputTokens());
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /// Takes its time: one of so many parts of an answer.
    private void rest(int parts) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pace.nextInt(slowest + 1)) / parts);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
