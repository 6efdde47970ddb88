package dev.tollgate.adapters.http.wire;

import dev.tollgate.domain.call.Cancellation;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/// One request and its answer. Single-threaded.
public final class Exchange {
    private static final byte[] CLOSE = ResponseHead.line("connection", "close");
    private static final byte[] CHUNKED = ResponseHead.line("transfer-encoding", "chunked");
    private static final byte[] LENGTH = ResponseHead.name("content-length");
    private static final byte[] NO_BYTES = new byte[0];
    private static final int DRAIN = 64 * 1024;

    /// A body up to this size shares its buffer, and so its write, with the head.
    private static final int SHARED = 32 * 1024;

    private final Wire wire;
    private final RoutingRequest request;
    private final ServerRequestHeaders headers;
    private final AnswerStyle style;
    private boolean closing;
    private boolean bodyPending;
    private boolean answered;
    private long held;
    private String callId = "";

    Exchange(Wire wire, RoutingRequest request, AnswerStyle style) {
        this.wire = wire;
        this.request = request;
        this.headers = request.headers();
        this.style = style;
        this.closing = wire.http10() || headers.containsToken(HeaderValues.CONNECTION_CLOSE);
        this.bodyPending =
                headers.contains(HeaderNames.TRANSFER_ENCODING)
                        || headers.contains(HeaderNames.CONTENT_LENGTH)
                                && headers.contentLength().orElse(0) > 0;
    }

    public String method() {
        return request.prologue().method().text();
    }

    /// The path as it was sent, percent-encoded, without the query.
    public String path() {
        return request.prologue().uriPath().rawPath();
    }

    /// A query parameter, decoded; empty if absent.
    public String query(String name) {
        return request.prologue().query().first(name).orElse("");
    }

    /// A header's first value, empty if absent.
    public String header(HeaderName name) {
        return headers.contains(name) ? headers.get(name).get() : "";
    }

    /// Every header line; names in lower case.
    public void headers(BiConsumer<String, String> action) {
        for (io.helidon.http.Header header : headers) {
            if (header.valueCount() == 1) {
                action.accept(header.headerName().lowerCase(), header.get());
            } else {
                for (String value : header.allValues()) {
                    action.accept(header.headerName().lowerCase(), value);
                }
            }
        }
    }

    /// The whole body, once, decompressed.
    ///
    /// @throws RequestRefused where it is too large, too much in sum, or oddly encoded
    public byte[] body() {
        if (!bodyPending) {
            return NO_BYTES;
        }
        wire.enter(Phase.BODY);
        byte[] bytes;
        try {
            bytes =
                    headers.contains(HeaderNames.TRANSFER_ENCODING)
                            ? unknownLength()
                            : knownLength(headers.contentLength().orElse(0));
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the body could not be read", e);
        } catch (RequestRefused | RequestException | CloseConnectionException e) {
            throw e;
        } catch (RuntimeException _) {
            throw RequestRefused.andClose(
                    ErrorBody.badRequest(
                            "request_body", "The request body's framing is not valid."));
        }
        bodyPending = false;
        wire.enter(Phase.WORK);
        return decoded(bytes);
    }

    private byte[] knownLength(long length) throws IOException {
        take(length);
        byte[] bytes = new byte[Math.toIntExact(length)];
        InputStream in = request.content().inputStream();
        int got = in.readNBytes(bytes, 0, bytes.length);
        if (got < bytes.length) {
            throw new CloseConnectionException("the body ended early");
        }
        // Lets the connection see the end of the body.
        if (in.read() >= 0) {
            throw new CloseConnectionException("the body did not end");
        }
        return bytes;
    }

    private byte[] unknownLength() throws IOException {
        wire.meterBody();
        byte[] bytes = request.content().inputStream().readAllBytes();
        held += wire.metered();
        return bytes;
    }

    private void take(long bytes) {
        if (!wire.budget().take(bytes)) {
            throw RequestRefused.andClose(PlainAnswers.tooManyBytes());
        }
        held += bytes;
    }

    private byte[] decoded(byte[] bytes) {
        String encoding = header(HeaderNames.CONTENT_ENCODING).strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> bytes;
            case "gzip", "x-gzip" -> gunzip(bytes);
            default ->
                    throw RequestRefused.with(
                            ErrorBody.of(
                                    415,
                                    "invalid_request_error",
                                    "request_body",
                                    "The request body's content-encoding is not supported; send it"
                                            + " plain or as gzip."));
        };
    }

    private byte[] gunzip(byte[] bytes) {
        int limit = (int) Math.min(wire.limits().bodyBytes(), Integer.MAX_VALUE - 16);
        byte[] plain;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 8192)) {
            plain = in.readNBytes(limit + 1);
        } catch (IOException _) {
            throw RequestRefused.with(
                    ErrorBody.badRequest("request_body", "The request body is not valid gzip."));
        }
        if (plain.length > limit) {
            throw RequestRefused.with(
                    ErrorBody.of(
                            413,
                            "invalid_request_error",
                            "request_body",
                            "The decompressed request body is larger than the limit of "
                                    + limit
                                    + " bytes."));
        }
        take(plain.length);
        return plain;
    }

    /// The connection ends with this answer.
    public void closeAfter() {
        closing = true;
    }

    /// From now until the exchange ends, a caller who leaves fires the cancellation.
    public void watch(Cancellation cancellation) {
        wire.beginCall(cancellation);
    }

    /// The id of the call that this exchange carries; empty until it is known.
    public String callId() {
        return callId;
    }

    public void callId(String id) {
        callId = id;
    }

    public boolean answered() {
        return answered;
    }

    /// Sends a whole answer.
    ///
    /// @param contentType a constant line
    /// @param fields adds what this answer's head has of its own
    public void send(int status, byte[] contentType, byte[] body, Consumer<ResponseHead> fields) {
        ResponseHead head = begin(status);
        head.line(contentType);
        fields.accept(head);
        head.field(LENGTH, body.length);
        head.lineEnd();
        int inHead = 0;
        boolean headOnly = method().equals("HEAD");
        if (!headOnly) {
            inHead = Math.min(body.length, SHARED);
            head.put(body, 0, inHead);
        }
        wire.write(head.bytes(), 0, head.length());
        if (!headOnly && inHead < body.length) {
            wire.write(body, inHead, body.length - inHead);
        }
        head.clear();
    }

    /// Says that it was done, and nothing else.
    public void sendNothing() {
        ResponseHead head = begin(204);
        head.lineEnd();
        wire.write(head.bytes(), 0, head.length());
        head.clear();
    }

    /// Begins an answer whose length is not known. Nothing is written before the first bytes are.
    public AnswerStream stream(int status, byte[] contentType, Consumer<ResponseHead> fields) {
        ResponseHead head = begin(status);
        head.line(contentType);
        fields.accept(head);
        boolean chunked = !wire.http10();
        if (chunked) {
            head.line(CHUNKED);
        }
        head.lineEnd();
        return new AnswerStream(this, wire, head, chunked);
    }

    private ResponseHead begin(int status) {
        if (answered) {
            throw new IllegalStateException("the request has been answered");
        }
        answered = true;
        if (style.draining()) {
            closing = true;
        }
        if (bodyPending) {
            settleBody();
        }
        ResponseHead head = wire.head();
        head.begin(status);
        head.put(style.lines());
        if (headers.contains(HeaderNames.ORIGIN)) {
            style.cors().lines(head, header(HeaderNames.ORIGIN));
        }
        if (closing) {
            head.line(CLOSE);
        }
        return head;
    }

    /// A small body that nobody asked for is read away so that the connection can go on; any other
    /// ends it.
    private void settleBody() {
        boolean small =
                !headers.contains(HeaderNames.TRANSFER_ENCODING)
                        && headers.contentLength().orElse(0) <= DRAIN
                        && !headers.contains(HeaderNames.EXPECT);
        if (small && !closing) {
            body();
        } else {
            closing = true;
        }
    }

    /// Gives back what the exchange holds of the connection's means.
    void release() {
        wire.endCall();
        wire.budget().giveBack(held + wire.metered());
        held = 0;
    }

    /// Readies the connection for the next request.
    ///
    /// @throws CloseConnectionException if there is no next one
    void finish() {
        if (closing) {
            if (bodyPending) {
                wire.linger();
            }
            throw new CloseConnectionException("the answer was the last one");
        }
        wire.enter(Phase.IDLE);
    }

    boolean preflight() {
        return method().equals("OPTIONS")
                && headers.contains(HeaderNames.ORIGIN)
                && headers.contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    AnswerStyle style() {
        return style;
    }
}
