package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.envelope.CallHeaders;
import dev.tollgate.adapters.http.envelope.Envelope;
import dev.tollgate.adapters.http.envelope.EnvelopeReader;
import dev.tollgate.adapters.http.envelope.Forwarding;
import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.Handler;
import dev.tollgate.adapters.http.wire.ResponseHead;
import dev.tollgate.adapters.http.wire.WireRouting;
import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Dialect;

import java.util.function.Supplier;

/// The routes that call a model.
public final class CallRoutes {
    private static final byte[] CALL_ID = ResponseHead.name("x-litellm-call-id");
    private static final int MAX_ID = 128;

    private final CallModel calls;
    private final RunningCalls running;
    private final Supplier<EnvelopeReader> reader;
    private final Supplier<Forwarding> forwarding;
    private final Supplier<ErrorStyle> errors;
    private final Supplier<String> ids;
    private final byte[] version;

    /// @param reader how requests are read at the moment
    /// @param forwarding which headers go on to providers at the moment
    /// @param errors how errors are written at the moment
    /// @param ids makes an id for every call whose caller brings none
    /// @param version shown in a header
    public CallRoutes(
            CallModel calls,
            RunningCalls running,
            Supplier<EnvelopeReader> reader,
            Supplier<Forwarding> forwarding,
            Supplier<ErrorStyle> errors,
            Supplier<String> ids,
            String version) {
        this.calls = calls;
        this.running = running;
        this.reader = reader;
        this.forwarding = forwarding;
        this.errors = errors;
        this.ids = ids;
        this.version = ResponseHead.line("x-litellm-version", version);
    }

    /// The handler for one dialect.
    public Handler handler(Dialect dialect) {
        return (exchange, caller, model) -> call(exchange, caller, model, dialect);
    }

    private void call(Exchange exchange, Caller caller, String pathModel, Dialect dialect) {
        CallHeaders.Collector collector = new CallHeaders.Collector(forwarding.get());
        exchange.headers(collector::line);
        CallHeaders headers = collector.done();
        String id = safe(headers.callId()) ? headers.callId() : ids.get();
        exchange.callId(id);
        byte[] body = exchange.body();
        switch (reader.get().read(body, dialect, pathModel, headers, id, caller)) {
            case Envelope.Rejected rejected -> reject(exchange, id, rejected);
            case Envelope.Read read -> {
                HttpReply reply = new HttpReply(exchange, route(dialect), version, errors.get());
                Cancellation cancellation = new Cancellation();
                exchange.watch(cancellation);
                running.begin(cancellation);
                try {
                    calls.call(read.call(), reply, cancellation);
                } finally {
                    running.end(cancellation);
                }
            }
        }
    }

    private static String route(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> "/chat/completions";
            case OPENAI_COMPLETIONS -> "/completions";
            case OPENAI_EMBEDDINGS -> "/embeddings";
        };
    }

    private void reject(Exchange exchange, String id, Envelope.Rejected rejected) {
        ErrorBody error =
                ErrorBody.of(
                        rejected.status(), rejected.type(), rejected.param(), rejected.message());
        exchange.send(
                error.status(),
                HttpReply.JSON,
                error.json(errors.get().idInBody() ? id : ""),
                head ->
                        WireRouting.errorLines(
                                head, error, lines -> lines.field(CALL_ID, id).line(version)));
    }

    /// A caller's own id is repeated in headers, logs and ledgers: only a plain, short one is.
    private static boolean safe(String id) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain =
                    c >= '0' && c <= '9'
                            || c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c == '-'
                            || c == '_'
                            || c == '.'
                            || c == ':';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
