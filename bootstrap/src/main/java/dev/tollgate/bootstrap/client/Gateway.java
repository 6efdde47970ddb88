package dev.tollgate.bootstrap.client;

import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.ModelCall;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The gateway in process. Thread-safe; one for the whole program is enough. Calls block, and end
/// early when their thread is interrupted; failures are thrown as [GatewayException].
public final class Gateway implements AutoCloseable {
    /// As long as the HTTP gateway waits for a caller who does not read.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// What cancelled calls get to give back what they hold.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final CallModel calls;
    private final Envelopes envelopes;
    private final Supplier<String> callIds;
    private final AutoCloseable rest;
    private final Duration patience;
    private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param callIds an id for every call
    /// @param rest what the gateway stands on; closed with it, after the last call ended
    public Gateway(
            CallModel calls, Envelopes envelopes, Supplier<String> callIds, AutoCloseable rest) {
        this(calls, envelopes, callIds, rest, PATIENCE);
    }

    Gateway(
            CallModel calls,
            Envelopes envelopes,
            Supplier<String> callIds,
            AutoCloseable rest,
            Duration patience) {
        this.calls = calls;
        this.envelopes = envelopes;
        this.callIds = callIds;
        this.rest = rest;
        this.patience = patience;
    }

    /// Has a model answer, and waits for the whole answer.
    public ChatAnswer chat(ChatRequest request) {
        return whole(request.json().bytes(), Dialect.OPENAI_CHAT, ChatAnswer::read);
    }

    /// Has a model answer piece by piece; returns when the answer begins. A failure before that is
    /// thrown here, a later one by the stream.
    public ChatStream stream(ChatRequest request) {
        return new ChatStream(started(open(request.streamingJson().bytes(), Dialect.OPENAI_CHAT)));
    }

    /// Has a model turn texts into vectors.
    public EmbeddingAnswer embed(EmbeddingRequest request) {
        return whole(request.json().bytes(), Dialect.OPENAI_EMBEDDINGS, EmbeddingAnswer::read);
    }

    /// Sends a letter as it is and returns the answer as it is: nothing is added, taken away or
    /// understood beyond what the gateway itself reads.
    ///
    /// @param letter a body in this dialect that does not ask for a stream
    public byte[] raw(Dialect dialect, byte[] letter) {
        ModelCall call = open(letter.clone(), dialect);
        if (call.streaming()) {
            throw new GatewayException.BadRequest(
                    "the letter asks for a stream: read it with rawStream", 400, "stream");
        }
        return start(call).awaitWhole();
    }

    /// Sends a letter as it is and returns its stream as it is.
    ///
    /// @param letter a body in this dialect that asks for a stream
    public RawStream rawStream(Dialect dialect, byte[] letter) {
        ModelCall call = open(letter.clone(), dialect);
        if (!call.streaming()) {
            throw new GatewayException.BadRequest(
                    "the letter does not ask for a stream: send it with raw", 400, "stream");
        }
        return new RawStream(started(call));
    }

    private <A> A whole(byte[] letter, Dialect dialect, BiFunction<Json, ReplyFacts, A> reading) {
        RunningCall call = start(open(letter, dialect));
        String body = new String(call.awaitWhole(), StandardCharsets.UTF_8);
        try {
            return reading.apply(Json.parse(body), call.facts());
        } catch (IllegalArgumentException e) {
            throw new GatewayException.ServerError(
                    "the provider's answer cannot be read: " + e.getMessage(),
                    502,
                    Optional.empty());
        }
    }

    private ModelCall open(byte[] letter, Dialect dialect) {
        if (closed) {
            throw new GatewayException.GatewayClosed();
        }
        return envelopes.read(letter, dialect, callIds.get());
    }

    private RunningCall started(ModelCall call) {
        RunningCall running = start(call);
        running.awaitStart();
        return running;
    }

    private RunningCall start(ModelCall call) {
        RunningCall mine = new RunningCall(patience);
        running.add(mine);
        // Closing looks at the calls after it has said so: one of both sees the other.
        if (closed) {
            running.remove(mine);
            throw new GatewayException.GatewayClosed();
        }
        var _ =
                Thread.ofVirtual()
                        .name("call " + call.id())
                        .start(
                                () -> {
                                    try {
                                        mine.walk(calls, call);
                                    } finally {
                                        running.remove(mine);
                                    }
                                });
        return mine;
    }

    /// Calls whose walk has not ended.
    int runningCalls() {
        return running.size();
    }

    /// Cuts off the calls that run, whose callers get [GatewayException.GatewayClosed], and closes
    /// what the gateway stands on. A second close does nothing.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        running.forEach(RunningCall::cutOff);
        try {
            for (RunningCall call : running) {
                if (!call.awaitEnd(FAREWELL)) {
                    break;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            rest.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the gateway could not be closed", e);
        }
    }
}
