package dev.tollgate.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/// A caller who decides about each byte of a request.
final class RawCaller implements AutoCloseable {
    /// Much longer than any answer takes: a gateway that stays silent so long hangs.
    private static final int PATIENCE_MILLIS = 25_000;

    private final Socket socket;
    private final InputStream in;

    RawCaller(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /// The answer to a request of these bytes on a connection of its own.
    static Answer ask(int port, String request) throws IOException {
        return ask(port, request.getBytes(UTF_8));
    }

    static Answer ask(int port, byte[] request) throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            caller.send(request);
            return caller.answer();
        }
    }

    /// A request with a body in the usual form.
    static byte[] post(String path, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: gateway\r\n");
        head.append("Authorization: Bearer ").append(RunningGateway.KEY).append("\r\n");
        boolean typed = false;
        for (String header : headers) {
            typed |= header.toLowerCase(Locale.ROOT).startsWith("content-type:");
            head.append(header).append("\r\n");
        }
        if (!typed) {
            head.append("Content-Type: application/json\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    void send(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException _) {
            // Refused before all was sent: the answer says why.
        }
    }

    void send(String text) {
        send(text.getBytes(UTF_8));
    }

    /// Reads until the text has come, or the connection ends.
    String readUntil(String text) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(UTF_8).contains(text)) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            read.write(c);
        }
        return read.toString(UTF_8);
    }

    /// All that comes until the connection ends.
    String rest() throws IOException {
        return new String(in.readAllBytes(), UTF_8);
    }

    /// The next answer; status 0 if the connection ends without one.
    Answer answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int c;
            try {
                c = in.read();
            } catch (java.net.SocketException _) {
                c = -1;
            }
            if (c < 0) {
                return new Answer(0, head.toString(ISO_8859_1), "");
            }
            head.write(c);
        }
        String text = head.toString(ISO_8859_1);
        int status = Integer.parseInt(text.split(" ", 3)[1]);
        String lower = text.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length:");
        if (at < 0) {
            return new Answer(
                    status,
                    text,
                    lower.contains("\r\ntransfer-encoding: chunked")
                            ? readUntil("0\r\n\r\n")
                            : rest());
        }
        int length =
                Integer.parseInt(text.substring(at + 17, text.indexOf("\r\n", at + 17)).strip());
        return new Answer(status, text, new String(in.readNBytes(length), UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// @param status 0 if there was no answer
    record Answer(int status, String head, String body) {
        String header(String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }
    }
}
