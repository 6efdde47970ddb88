package bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A provider that streams: so many events, so many milliseconds apart; below `/many` always
/// [#MANY_FRAMES] frames; and below `/plain` one that reads the body and answers as a whole.
final class StreamUpstream {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\n"
                    + "content-type: text/event-stream\r\n"
                    + "transfer-encoding: chunked\r\n\r\n";
    private static final String EVENT =
            "data:"
                + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n";

    private static final String ANSWER =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ok\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
    private static final String WHOLE =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                    + ANSWER.length()
                    + "\r\n\r\n"
                    + ANSWER;

    /// Events of a stream below `/many`, with the one that says why it ends and `[DONE]`.
    static final int MANY_FRAMES = 100;

    static final int MANY_GAP_MILLIS = 50;
    private static final int LAST_FRAMES = 2;

    private StreamUpstream() {}

    /// @param args port, events, milliseconds between two
    public static void main(String[] args) throws IOException {
        int events = Integer.parseInt(args[1]);
        int gap = Integer.parseInt(args[2]);
        try (var server =
                new ServerSocket(
                        Integer.parseInt(args[0]), 4096, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, events, gap));
            }
        }
    }

    private static void serve(Socket socket, int events, int gap) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String path = readRequest(in); !path.isEmpty(); path = readRequest(in)) {
                if (path.startsWith("/plain")) {
                    out.write(WHOLE.getBytes(StandardCharsets.US_ASCII));
                    continue;
                }
                boolean many = path.startsWith("/many");
                int pause = many ? MANY_GAP_MILLIS : gap;
                int tokens = many ? MANY_FRAMES - LAST_FRAMES : events;
                out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < tokens; i++) {
                    if (i > 0) {
                        Thread.sleep(pause);
                    }
                    chunk(out, EVENT.formatted("\"content\":\"token \"", "null"));
                }
                chunk(out, EVENT.formatted("", "\"stop\""));
                chunk(out, "data: [DONE]\n\n");
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException _) {
            // the caller left
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.write(
                (Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /// @return the path, empty at the end of the connection
    private static String readRequest(InputStream in) throws IOException {
        int length = 0;
        String path = "";
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                if (line.isEmpty()) {
                    in.skipNBytes(length);
                    return path;
                }
                String text = line.toString();
                if (path.isEmpty()) {
                    path = text.split(" ")[1];
                } else if (text.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(text.substring(15).strip());
                }
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return "";
    }
}
