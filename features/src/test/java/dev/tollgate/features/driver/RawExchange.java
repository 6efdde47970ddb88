package dev.tollgate.features.driver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One request on a connection of its own. Unlike the JDK's client it keeps what came of an answer
/// that broke off, which is what callers of a broken stream get to see.
final class RawExchange {
    private static final int PATIENCE_MILLIS = 30_000;

    private final InputStream in;
    private final Map<String, String> headers = new TreeMap<>();
    private boolean cutOff;

    private RawExchange(InputStream in) {
        this.in = in;
    }

    static Answer send(
            int port, String method, String path, Map<String, String> headers, String body) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            head.append("host: localhost\r\nconnection: close\r\n");
            headers.forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
            head.append("content-length: ").append(content.length).append("\r\n\r\n");
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
            request.writeBytes(content);
            socket.getOutputStream().write(request.toByteArray());
            return new RawExchange(new BufferedInputStream(socket.getInputStream())).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String body = body();
        boolean stream = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        if (!stream) {
            if (cutOff) {
                throw new IOException("the answer broke off: " + body);
            }
            return new Answer(status, headers, body, Answer.Ending.WHOLE);
        }
        boolean whole = !cutOff && body.endsWith("data: [DONE]\n\n");
        return new Answer(
                status, headers, body, whole ? Answer.Ending.STREAMED : Answer.Ending.BROKEN);
    }

    private String body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.containsKey("transfer-encoding")) {
            chunks(body);
        } else {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            body.writeBytes(in.readNBytes(length));
            cutOff = body.size() < length;
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line();
            if (size.isEmpty()) {
                cutOff = true;
                return;
            }
            int length = Integer.parseInt(size.split(";")[0].strip(), 16);
            byte[] chunk = in.readNBytes(length);
            body.writeBytes(chunk);
            line();
            if (length == 0) {
                return;
            }
        }
    }

    /// A line, or what there is of it at the end of the connection.
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
