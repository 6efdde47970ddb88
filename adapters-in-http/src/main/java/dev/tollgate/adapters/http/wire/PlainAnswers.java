package dev.tollgate.adapters.http.wire;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

import java.util.Arrays;

/// Answers to what never becomes a request of a handler: broken framing, heads that are too large
/// or too slow.
public final class PlainAnswers implements DirectHandler {
    private static final byte[] JSON = ResponseHead.line("content-type", "application/json");
    private static final byte[] CLOSE = ResponseHead.line("connection", "close");
    private static final byte[] LENGTH = ResponseHead.name("content-length");

    private final long maxBody;

    /// @param maxBody the bound to name where a body is too large
    public PlainAnswers(long maxBody) {
        this.maxBody = maxBody;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status defaultStatus,
            ServerResponseHeaders responseHeaders,
            String message) {
        ErrorBody error = error(defaultStatus.code());
        TransportResponse.Builder answer =
                TransportResponse.builder()
                        .status(Status.create(error.status(), Reason.of(error.status())))
                        .keepAlive(false)
                        .header(HeaderNames.create("x-frame-options"), "DENY")
                        .header(
                                HeaderNames.create("content-security-policy"),
                                "frame-ancestors 'none'")
                        .header(HeaderNames.create("x-content-type-options"), "nosniff")
                        .header(HeaderNames.VARY, "Origin")
                        .header(HeaderNames.CONTENT_TYPE, "application/json");
        if (error.retryAfterSeconds() > 0) {
            answer.header(HeaderNames.RETRY_AFTER, Long.toString(error.retryAfterSeconds()));
        }
        return answer.entity(error.json("")).build();
    }

    private ErrorBody error(int status) {
        return switch (status) {
            case 413 ->
                    ErrorBody.of(
                            413,
                            "invalid_request_error",
                            "request_body",
                            "The request body is larger than the limit of " + maxBody + " bytes.");
            case 414 ->
                    ErrorBody.of(
                            414, "invalid_request_error", "", "The request's URL is too long.");
            case 503 -> tooManyBytes();
            case 500 -> ErrorBody.of(500, "internal_server_error", "", "Internal server error.");
            default ->
                    ErrorBody.badRequest(
                            "",
                            "The request is not valid HTTP/1.1: its request line, a header or the"
                                    + " framing of its body cannot be read.");
        };
    }

    static ErrorBody tooManyBytes() {
        return ErrorBody.of(
                        503,
                        "internal_server_error",
                        "",
                        "The gateway holds as many request bytes as it may; try again.")
                .retryAfter(java.time.Duration.ofSeconds(1), true);
    }

    /// A whole 408 answer that closes the connection.
    static byte[] requestTimeout() {
        byte[] body =
                ErrorBody.of(
                                408,
                                "invalid_request_error",
                                "",
                                "The request was not received in time.")
                        .json("");
        ResponseHead head = new ResponseHead();
        head.begin(408);
        head.put(AnswerStyle.common(false));
        head.line(CLOSE).line(JSON).field(LENGTH, body.length);
        head.lineEnd();
        head.put(body);
        return Arrays.copyOf(head.bytes(), head.length());
    }
}
