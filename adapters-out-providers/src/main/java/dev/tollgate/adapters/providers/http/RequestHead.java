package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.http.Upstreams.Upstream;
import dev.tollgate.domain.call.HeaderLines;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.SessionOutputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The head of the letters to one place, but for their length: put together once and sent many
/// times.
final class RequestHead {
    private static final byte[] END = bytes("\r\n\r\n");
    private final Upstream upstream;
    private final HeaderLines lines;
    private final byte[] text;

    /// @param lines the deployment's headers; they may say `user-agent` and `accept`
    /// @param userAgent what is said where they do not
    RequestHead(Upstream upstream, HeaderLines lines, String userAgent, boolean streaming) {
        this.upstream = upstream;
        this.lines = lines;
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        head.writeBytes(bytes("POST " + upstream.path() + " HTTP/1.1\r\n"));
        line(head, "host", upstream.host());
        line(head, "content-type", "application/json");
        line(head, "accept-encoding", "identity");
        lines.forEach((name, value) -> line(head, name, value));
        if (lines.first("user-agent").isEmpty()) {
            line(head, "user-agent", userAgent);
        }
        if (lines.first("accept").isEmpty()) {
            line(head, "accept", streaming ? "text/event-stream" : "application/json");
        }
        head.writeBytes(bytes("content-length: "));
        this.text = head.toByteArray();
    }

    /// Whether it goes there and has these very headers.
    boolean fits(Upstream there, HeaderLines headers) {
        return upstream == there && lines == headers;
    }

    /// The letter as it is handed to a connection, which writes it by [#write].
    ClassicHttpRequest before(LetterEntity letter) {
        return new Letter(this, letter);
    }

    /// How many bytes of a letter follow its head.
    static long length(ClassicHttpRequest request) {
        return request.getEntity().getContentLength();
    }

    /// The writer of such letters' heads.
    static void write(ClassicHttpRequest request, SessionOutputBuffer buffer, OutputStream out)
            throws IOException {
        if (!(request instanceof Letter letter)) {
            throw new IllegalArgumentException("only letters are sent");
        }
        buffer.write(letter.head.text, out);
        buffer.write(bytes(Long.toString(length(request))), out);
        buffer.write(END, out);
    }

    /// A line break within a value becomes a blank, and what is no visible Latin-1 a `?`.
    private static void line(ByteArrayOutputStream head, String name, String value) {
        text(head, name);
        head.write(':');
        head.write(' ');
        text(head, value);
        head.write('\r');
        head.write('\n');
    }

    private static void text(ByteArrayOutputStream head, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean visible = c >= ' ' && c < 0x7f || c >= 0xa0 && c <= 0xff || c == '\t';
            head.write(visible ? c : c == '\r' || c == '\n' || c == '\f' || c == 0x0b ? ' ' : '?');
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Letter extends BasicClassicHttpRequest {
        private static final long serialVersionUID = 1;
        private final transient RequestHead head;

        Letter(RequestHead head, LetterEntity letter) {
            super("POST", head.upstream.path());
            this.head = head;
            setEntity(letter);
        }
    }
}
