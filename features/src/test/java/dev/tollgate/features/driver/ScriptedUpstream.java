package dev.tollgate.features.driver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Optional;
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
    private volatile Optional<Behaviour> otherwise = Optional.empty();
    private final Map<String, CountDownLatch> letGo = new ConcurrentHashMap<>();

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

    /// What every deployment does of which nothing else was said.
    public void otherwise(Behaviour behaviour) {
        otherwise = Optional.of(behaviour);
    }

    private Behaviour otherwise(String deployment) {
        return otherwise.orElseGet(() -> new Behaviour.Says(Performance.usual(deployment)));
    }

    /// For the next request only; may be said several times.
    public void next(String deployment, Behaviour behaviour) {
        Deque<Behaviour> script = next.computeIfAbsent(deployment, _ -> new ArrayDeque<>());
        synchronized (script) {
            script.add(behaviour);
        }
    }

    /// Lets every answer of this deployment go that waits for it.
    public void letGo(String deployment) {
        latch(deployment).countDown();
    }

    private CountDownLatch latch(String deployment) {
        return letGo.computeIfAbsent(deployment, _ -> new CountDownLatch(1));
    }

    void awaitLetGo(String deployment) throws IOException {
        try {
            latch(deployment).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// What was received, in order of arrival.
    public List<Received> received() {
        return List.copyOf(received);
    }

    void forget() {
        received.clear();
    }

    /// The deployments asked, in order.
    public List<String> asked() {
        return received.stream().map(Received::deployment).toList();
    }

    /// Deployments whose caller went away before the answer was complete.
    public List<String> abandoned() {
        return List.copyOf(abandoned);
    }

    void wasAbandoned(String deployment) {
        abandoned.add(deployment);
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
                more =
                        new Performance(request, in, socket, this)
                                .give(behaviour(request.deployment()));
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

    private Behaviour behaviour(String deployment) {
        Deque<Behaviour> script = next.getOrDefault(deployment, new ArrayDeque<>());
        synchronized (script) {
            return script.isEmpty()
                    ? always.getOrDefault(deployment, otherwise(deployment))
                    : script.remove();
        }
    }

    @Override
    public void close() {
        letGo.values().forEach(CountDownLatch::countDown);
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
