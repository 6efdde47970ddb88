package bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One keep-alive connection that posts one body and reads the answers.
final class Caller implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] head;
    private final byte[] body;

    Caller(int port, String path, String key, byte[] body) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        this.out = socket.getOutputStream();
        this.body = body;
        this.head =
                ("POST "
                                + path
                                + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                                + key
                                + "\r\ncontent-type: application/json\r\ncontent-length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
    }

    /// Posts and reads the whole answer.
    ///
    /// @throws IOException for any status but 200
    void call() throws IOException {
        send();
        long length = readHead();
        if (length >= 0) {
            in.skipNBytes(length);
        } else {
            while (readChunk().length > 0) {
                // the next one
            }
        }
    }

    /// Hears when each event of a stream came.
    interface Events {
        void came(long nanos);
    }

    /// Posts and reads a stream to its end.
    ///
    /// @return whether it ended with `[DONE]`
    boolean stream(Events events) throws IOException {
        send();
        readHead();
        boolean done = false;
        for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
            events.came(System.nanoTime());
            done |= new String(chunk, StandardCharsets.US_ASCII).contains("data: [DONE]");
        }
        return done;
    }

    private void send() throws IOException {
        if (body.length < 64 * 1024) {
            byte[] all = new byte[head.length + body.length];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            out.write(all);
        } else {
            out.write(head);
            out.write(body);
        }
    }

    /// @return the content length, -1 for chunks
    private long readHead() throws IOException {
        String status = readLine();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("not a success: " + status);
        }
        long length = -1;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).strip());
            }
        }
        return length;
    }

    private byte[] readChunk() throws IOException {
        int length = Integer.parseInt(readLine().strip(), 16);
        byte[] chunk = in.readNBytes(length);
        readLine();
        return chunk;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
