package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.AnswerStream;
import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.ResponseHead;
import dev.tollgate.adapters.http.wire.WireRouting;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Refusal;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The answer of one call, written as HTTP.
final class HttpReply implements ReplySink {
    static final byte[] JSON = ResponseHead.line("content-type", "application/json");

    private static final byte[] EVENTS =
            ResponseHead.line("content-type", "text/event-stream; charset=utf-8");
    private static final byte[] NO_CACHE = ResponseHead.line("cache-control", "no-cache");
    private static final byte[] NO_BUFFERING = ResponseHead.line("x-accel-buffering", "no");
    private static final byte[] DONE = bytes("data: [DONE]\n\n");
    private static final byte[] DATA = bytes("data: ");
    private static final byte[] END = bytes("\n\n");

    private final Exchange exchange;
    private final String route;
    private final byte[] version;
    private final ErrorStyle style;
    private @Nullable AnswerStream stream;

    /// @param version the version's header line
    /// @param style of errors
    HttpReply(Exchange exchange, String route, byte[] version, ErrorStyle style) {
        this.exchange = exchange;
        this.route = route;
        this.version = version;
        this.style = style;
    }

    @Override
    public void whole(ReplyFacts facts, byte[] body) {
        try {
            exchange.send(200, JSON, body, head -> ReplyLines.ofAnswer(head, facts, version));
        } catch (UncheckedIOException e) {
            throw new CallerGone(e);
        }
    }

    @Override
    public void failed(ReplyFacts facts, CallFailure failure) {
        if (failure instanceof CallFailure.CallerLeft) {
            exchange.closeAfter();
            return;
        }
        ErrorBody error = error(failure);
        try {
            exchange.send(
                    error.status(),
                    JSON,
                    error.json(style.idInBody() ? exchange.callId() : ""),
                    head ->
                            WireRouting.errorLines(
                                    head,
                                    error,
                                    lines -> ReplyLines.ofFailure(lines, facts, version)));
        } catch (UncheckedIOException e) {
            throw new CallerGone(e);
        }
    }

    @Override
    public void start(ReplyFacts facts) {
        stream =
                exchange.stream(
                        200,
                        EVENTS,
                        head -> {
                            head.line(NO_CACHE).line(NO_BUFFERING);
                            ReplyLines.ofAnswer(head, facts, version);
                        });
    }

    @Override
    public void frame(Frame frame) {
        try {
            started().write(frame.bytes(), frame.offset(), frame.length());
        } catch (UncheckedIOException e) {
            throw new CallerGone(e);
        }
    }

    @Override
    public void complete() {
        try {
            started().end(DONE);
        } catch (UncheckedIOException e) {
            throw new CallerGone(e);
        }
    }

    @Override
    public void broken(CallFailure failure) {
        ErrorBody error = error(failure);
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes(DATA);
        event.writeBytes(error.json(style.idInBody() ? exchange.callId() : ""));
        event.writeBytes(END);
        try {
            started().breakOff(event.toByteArray());
        } catch (UncheckedIOException e) {
            throw new CallerGone(e);
        }
    }

    private ErrorBody error(CallFailure failure) {
        ErrorBody error = CallErrors.of(failure, route);
        boolean spent =
                failure instanceof CallFailure.Refused(Refusal refusal)
                        && refusal instanceof Refusal.BudgetSpent;
        return spent ? error.withStatus(style.overBudget()) : error;
    }

    private AnswerStream started() {
        if (stream == null) {
            throw new IllegalStateException("the stream has not begun");
        }
        return stream;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
