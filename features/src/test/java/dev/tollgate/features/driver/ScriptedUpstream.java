package dev.tollgate.features.driver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// The providers of a scenario: one HTTP server on a loopback port in which every deployment has a
/// path of its own (`/east/…`), does what its script says, and keeps what it was sent. A deployment
/// without a script says `Hello from east`.
public final class ScriptedUpstream implements AutoCloseable {
    private static final int LONGEST_LINE = 64 * 1024;

    private final ServerSocket listener;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> abandoned = new CopyOnWriteArrayList<>();
    private final Map<String, Behaviour> always = new ConcurrentHashMap<>();
    private final Map<String, Deque<Behaviour>> next = new ConcurrentHashMap<>();
    private final CountDownLatch letGo = new CountDownLatch(1);

    public ScriptedUpstream() {
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("upstream").start(this::accept);
    }

    /// Where the gateway finds this deployment.
    public String address(String deployment) {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/" + deployment;
    }

    public void always(String deployment, Behaviour behaviour) {
        always.put(deployment, behaviour);
    }

    /// For the next request only; may be said several times.
    public void next(String deployment, Behaviour behaviour) {
        Deque<Behaviour> script = next.computeIfAbsent(deployment, _ -> new ArrayDeque<>());
        synchronized (script) {
            script.add(behaviour);
        }
    }

    /// Lets every answer go that waits for it.
    public void letGo() {
        letGo.countDown();
    }

    /// What was received, in order of arrival.
    public List<Received> received() {
        return List.copyOf(received);
    }

    /// The deployments asked, in order.
    public List<String> asked() {
        return received.stream().map(Received::deployment).toList();
    }

    /// Deployments whose caller went away before the answer was complete.
    public List<String> abandoned() {
        return List.copyOf(abandoned);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().name("upstream connection").start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                Received request = read(in);
                received.add(request);
                more = answer(request, in, socket);
            }
        } catch (IOException _) {
            // The gateway closed the connection, or the scenario is over.
        } finally {
            open.remove(socket);
        }
    }

    private static Received read(InputStream in) throws IOException {
        String[] first = line(in).split(" ");
        if (first.length < 2) {
            throw new IOException("no request line");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.put(name, line.substring(colon + 1).strip());
        }
        byte[] body =
                headers.containsKey("transfer-encoding")
                        ? chunked(in)
                        : in.readNBytes(
                                Integer.parseInt(headers.getOrDefault("content-length", "0")));
        int slash = first[1].indexOf('/', 1);
        String deployment = first[1].substring(1, slash < 0 ? first[1].length() : slash);
        String path = slash < 0 ? "" : first[1].substring(slash);
        return new Received(deployment, path, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunked(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line(in).split(";")[0], 16);
        while (size > 0) {
            body.write(in.readNBytes(size));
            line(in);
            size = Integer.parseInt(line(in).split(";")[0], 16);
        }
        line(in);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0 || line.size() > LONGEST_LINE) {
                throw new IOException("the request ended early");
            }
            if (next != '\r') {
                line.write(next);
            }
            next = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /// @return whether the connection goes on
    private boolean answer(Received request, InputStream in, Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        return switch (behaviour(request.deployment())) {
            case Behaviour.Says(String text) -> says(request, out, text);
            case Behaviour.Replies reply -> replies(out, reply);
            case Behaviour.HangsUp() -> {
                socket.setSoLinger(true, 0);
                yield false;
            }
            case Behaviour.KeepsSilent() -> silent(request, in);
            case Behaviour.StreamsThen streams -> streams(request, in, out, streams);
            case Behaviour.SaysWhenLetGo(String text) -> {
                awaitLetGo();
                yield says(request, out, text.isEmpty() ? usual(request.deployment()) : text);
            }
        };
    }

    private Behaviour behaviour(String deployment) {
        Deque<Behaviour> script = next.getOrDefault(deployment, new ArrayDeque<>());
        synchronized (script) {
            return script.isEmpty()
                    ? always.getOrDefault(deployment, new Behaviour.Says(usual(deployment)))
                    : script.remove();
        }
    }

    private static String usual(String deployment) {
        return "Hello from " + deployment;
    }

    private static boolean says(Received request, OutputStream out, String text)
            throws IOException {
        if (!request.wantsStream()) {
            String body = ProviderWords.whole(request, text);
            return replies(out, new Behaviour.Replies(200, Map.of(), body));
        }
        startStream(out);
        for (String event : ProviderWords.words(request, text)) {
            event(out, event);
        }
        for (String event : ProviderWords.end(request)) {
            event(out, event);
        }
        write(out, "0\r\n\r\n");
        return true;
    }

    private static boolean replies(OutputStream out, Behaviour.Replies reply) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Scripted\r\n");
        if (!reply.headers().containsKey("content-type")) {
            head.append("content-type: application/json\r\n");
        }
        reply.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
        int length = reply.body().getBytes(StandardCharsets.UTF_8).length;
        write(out, head.append("content-length: " + length + "\r\n\r\n") + reply.body());
        return true;
    }

    private boolean streams(
            Received request, InputStream in, OutputStream out, Behaviour.StreamsThen script)
            throws IOException {
        startStream(out);
        for (String event : ProviderWords.words(request, script.text())) {
            event(out, event);
        }
        return switch (script.ending()) {
            case CUT -> false;
            case SILENCE -> silent(request, in);
            case GARBAGE -> {
                event(out, "data: {\"choices\": [oops\n\n");
                yield false;
            }
            case ERROR_EVENT -> {
                event(out, ProviderWords.errorEvent(request));
                write(out, "0\r\n\r\n");
                yield true;
            }
        };
    }

    /// Waits until the other side closes.
    private boolean silent(Received request, InputStream in) {
        try {
            if (in.read() >= 0) {
                throw new IOException("a request on top of an unanswered one");
            }
        } catch (IOException _) {
            // A reset is as good as a close.
        }
        abandoned.add(request.deployment());
        return false;
    }

    private void awaitLetGo() throws IOException {
        try {
            letGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void startStream(OutputStream out) throws IOException {
        write(
                out,
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                        + "transfer-encoding: chunked\r\n\r\n");
    }

    private static void event(OutputStream out, String event) throws IOException {
        int length = event.getBytes(StandardCharsets.UTF_8).length;
        write(out, Integer.toHexString(length) + "\r\n" + event + "\r\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        letGo();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
