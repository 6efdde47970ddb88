package dev.tollgate.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A provider whose every byte, pause and close the test decides.
final class ScriptedProvider implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile Script script = peer -> peer.json(200, "{}");

    ScriptedProvider() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// What happens to a request that was read.
    interface Script {
        void run(Peer peer) throws Exception;
    }

    /// From now on every request is answered so.
    ScriptedProvider answering(Script answer) {
        script = answer;
        return this;
    }

    String base() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /// Heads and bodies received, in order.
    List<String> requests() {
        return List.copyOf(requests);
    }

    /// Whether a gateway that was kept waiting has closed its connection, within the time.
    boolean wasLeftWithin(long seconds) throws InterruptedException {
        return left.await(seconds, TimeUnit.SECONDS);
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
            Peer peer = new Peer(socket);
            while (!socket.isClosed() && peer.read()) {
                script.run(peer);
            }
        } catch (Exception _) {
            // The other side is gone, or the script has ended the connection.
        }
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

    /// One connection, seen from the provider.
    final class Peer {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        private boolean read() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    return false;
                }
                if (head.size() == 0 && c == TLS_HANDSHAKE) {
                    send("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
                    return false;
                }
                head.write(c);
            }
            String text = head.toString(UTF_8);
            int length = 0;
            for (String line : text.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            requests.add(text + new String(in.readNBytes(length), UTF_8));
            return true;
        }

        void send(String text) throws IOException {
            send(text.getBytes(UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void json(int status, String body, String... headers) throws IOException {
            answer(status, "application/json", body.getBytes(UTF_8), headers);
        }

        void answer(int status, String type, byte[] body, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("content-type: ").append(type).append("\r\n");
            head.append("content-length: ").append(body.length).append("\r\n\r\n");
            send(head.toString());
            send(body);
        }

        /// The head of an event stream that ends with its connection.
        void stream(String events) throws IOException {
            send(
                    "HTTP/1.1 200 OK\r\n"
                            + "content-type: text/event-stream\r\n"
                            + "connection: close\r\n\r\n"
                            + events);
        }

        void end() throws IOException {
            socket.close();
        }

        /// Says nothing until the other side closes.
        void stall() throws IOException {
            try {
                while (in.read() >= 0) {}
            } finally {
                left.countDown();
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
