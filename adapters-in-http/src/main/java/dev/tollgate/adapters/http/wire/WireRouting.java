package dev.tollgate.adapters.http.wire;

import dev.tollgate.application.port.in.ReplySink.CallerGone;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.function.Consumer;

/// Hands every request to one function and sees to it that each gets exactly one answer: what
/// escapes the function becomes an error body that tells nothing of our insides.
public final class WireRouting implements HttpRouting {
    private static final Logger LOG = LoggerFactory.getLogger(WireRouting.class);
    private static final byte[] JSON = ResponseHead.line("content-type", "application/json");
    private static final byte[] TEXT =
            ResponseHead.line("content-type", "text/plain; charset=utf-8");
    private static final byte[] RETRY_AFTER = ResponseHead.name("retry-after");
    private static final byte[] SHOULD_RETRY = ResponseHead.line("x-should-retry", "true");
    private static final byte[] SHOULD_NOT_RETRY = ResponseHead.line("x-should-retry", "false");
    private static final byte[] CALL_ID = ResponseHead.name("x-litellm-call-id");
    private static final byte[] PREFLIGHT_OK = {'O', 'K'};

    private final AnswerStyle style;
    private final Consumer<Exchange> dispatcher;
    private final HttpSecurity security = HttpSecurity.create();

    public WireRouting(AnswerStyle style, Consumer<Exchange> dispatcher) {
        this.style = style;
        this.dispatcher = dispatcher;
    }

    @Override
    public void route(
            ConnectionContext connection, RoutingRequest request, RoutingResponse response) {
        Wire wire = (Wire) connection;
        wire.enter(Phase.WORK);
        Exchange exchange = new Exchange(wire, request, style);
        try {
            answer(exchange);
        } finally {
            exchange.release();
        }
        exchange.finish();
    }

    private void answer(Exchange exchange) {
        try {
            if (exchange.preflight()) {
                preflight(exchange);
            } else {
                dispatcher.accept(exchange);
            }
            if (!exchange.answered()) {
                exchange.closeAfter();
            }
        } catch (RequestRefused e) {
            if (e.closing()) {
                exchange.closeAfter();
            }
            refuse(exchange, e.error(), "");
        } catch (CallerGone | UncheckedIOException e) {
            throw new CloseConnectionException("the caller left", e);
        } catch (CloseConnectionException | RequestException e) {
            throw e;
        } catch (RuntimeException e) {
            broken(exchange, e);
        }
    }

    private void broken(Exchange exchange, RuntimeException e) {
        String id = exchange.callId().isEmpty() ? UUID.randomUUID().toString() : exchange.callId();
        LOG.error("call {}: unexpected failure on {}", id, withoutKeys(exchange.path()), e);
        exchange.closeAfter();
        if (!exchange.answered()) {
            refuse(
                    exchange,
                    ErrorBody.of(500, "internal_server_error", "", "Internal server error."),
                    id);
        }
    }

    /// A path as it may be logged: some have a key in them.
    static String withoutKeys(String path) {
        return path.replaceAll("(?i)/(s|%73)(k|%6b)(-|%2d)[^/]*", "/sk-…");
    }

    private static void refuse(Exchange exchange, ErrorBody error, String callId) {
        try {
            send(exchange, error, head -> head.field(CALL_ID, callId));
        } catch (UncheckedIOException e) {
            throw new CloseConnectionException("the caller left", e);
        }
    }

    /// Sends an error.
    ///
    /// @param fields adds further header lines
    public static void send(Exchange exchange, ErrorBody error, Consumer<ResponseHead> fields) {
        exchange.send(
                error.status(), JSON, error.json(""), head -> errorLines(head, error, fields));
    }

    /// Adds the lines that an error has, and others before them.
    public static void errorLines(
            ResponseHead head, ErrorBody error, Consumer<ResponseHead> fields) {
        fields.accept(head);
        if (error.retryAfterSeconds() > 0) {
            head.field(RETRY_AFTER, error.retryAfterSeconds());
        }
        switch (error.retry()) {
            case YES -> head.line(SHOULD_RETRY);
            case NO -> head.line(SHOULD_NOT_RETRY);
            case UNSAID -> {}
        }
        error.headers().forEach((name, value) -> head.field(ResponseHead.name(name), value));
    }

    private void preflight(Exchange exchange) {
        boolean allowed = style.cors().allows(exchange.header(HeaderNames.ORIGIN));
        String wanted = exchange.header(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        exchange.send(
                allowed ? 200 : 400,
                TEXT,
                allowed ? PREFLIGHT_OK : "Disallowed CORS origin".getBytes(),
                head -> style.cors().preflightLines(head, wanted));
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    @Override
    public Class<HttpRouting> routingType() {
        return HttpRouting.class;
    }
}
