package dev.tollgate.bootstrap.client;

import dev.tollgate.adapters.http.envelope.CallHeaders;
import dev.tollgate.adapters.http.envelope.Envelope;
import dev.tollgate.adapters.http.envelope.EnvelopeReader;
import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.Configuration;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.Problem;
import dev.tollgate.bootstrap.settings.SettingsReader;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// The gateway in process. Thread-safe; one for the whole program is enough. Calls block, and end
/// early when their thread is interrupted; failures are thrown as [GatewayException].
public final class Gateway implements AutoCloseable {
    /// As long as the HTTP gateway waits for a caller who does not read.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// What all cancelled calls together get to give back what they hold.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final Caller CALLER = new Caller("in_process");

    private final CallModel calls;
    private final Function<CallFailure, GatewayException> told;
    private final EnvelopeReader envelopes;
    private final Supplier<String> callIds;
    private final AutoCloseable rest;
    private final Duration patience;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call ", 0).factory());
    private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param callIds an id for every call
    /// @param rest what the gateway stands on; closed with it, after the last call ended
    /// @param told a failure as callers hear of it
    Gateway(
            CallModel calls,
            EnvelopeReader envelopes,
            Supplier<String> callIds,
            AutoCloseable rest,
            Duration patience,
            Function<CallFailure, GatewayException> told) {
        this.calls = calls;
        this.told = told;
        this.envelopes = envelopes;
        this.callIds = callIds;
        this.rest = rest;
        this.patience = patience;
    }

    /// A gateway without a configuration: any `provider/model` whose provider needs no key, or has
    /// it in its environment variable (`OPENAI_API_KEY`, …).
    public static Gateway open() {
        return open(Machine.environment(), SettingsReader::readEveryProvider, folder(Path.of("")));
    }

    /// @param config a `config.yaml`
    /// @throws ConfigurationException if the gateway cannot start with it; a model that alone
    ///   cannot be used is left out
    public static Gateway open(Path config) {
        return open(config, Machine.environment());
    }

    /// @param config a `config.yaml`
    /// @param environment what `os.environ/NAME` and the providers' variables refer to
    /// @throws ConfigurationException if the gateway cannot start with it; a model that alone
    ///   cannot be used is left out
    public static Gateway open(Path config, Map<String, String> environment) {
        return open(environment, reader -> reader.read(config), folder(config));
    }

    /// A gateway over calls that are answered by a composition of the owner's own.
    ///
    /// @param callIds an id for every call
    public static Gateway over(CallModel calls, Supplier<String> callIds) {
        return new Gateway(
                calls, new EnvelopeReader(false), callIds, () -> {}, PATIENCE, Failures::of);
    }

    /// Beside the configuration, where the gateway of its own keeps things too.
    private static Path folder(Path config) {
        return config.toAbsolutePath().resolveSibling(".tollgate");
    }

    static Gateway open(
            Map<String, String> environment,
            Function<SettingsReader, CheckedSettings> source,
            Path folder) {
        ModelCards cards = Composition.catalogue();
        CheckedSettings settings = source.apply(Configuration.reader(environment, cards));
        if (settings.report().preventsStart()) {
            throw new ConfigurationException(
                    settings.report().errors().stream().map(Problem::sentence).toList());
        }
        Path kept = settings.own().dataDir().isEmpty() ? folder : Path.of(settings.own().dataDir());
        Composition composition = Composition.inProcess(settings, cards, kept);
        return new Gateway(
                composition.calls(),
                new EnvelopeReader(settings.general().allowMockTesting()),
                Machine.callIds(Machine.clock()),
                composition,
                PATIENCE,
                new NotReady(settings.report().models(), cards::providerOf)::told);
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
        return switch (envelopes.read(
                letter, dialect, "", CallHeaders.NONE, callIds.get(), CALLER)) {
            case Envelope.Read(ModelCall call) -> call;
            case Envelope.Rejected rejected -> throw Failures.of(rejected);
        };
    }

    private RunningCall started(ModelCall call) {
        RunningCall mine = start(call);
        mine.awaitStart();
        return mine;
    }

    private RunningCall start(ModelCall call) {
        RunningCall mine = new RunningCall(patience, told);
        running.add(mine);
        try {
            threads.execute(
                    () -> {
                        try {
                            mine.walk(calls, call);
                        } finally {
                            running.remove(mine);
                        }
                    });
        } catch (RejectedExecutionException _) {
            running.remove(mine);
            throw new GatewayException.GatewayClosed();
        }
        return mine;
    }

    /// Cuts off the calls that run, whose callers get [GatewayException.GatewayClosed], and closes
    /// what the gateway stands on. A second close does nothing.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        // From here on no call begins, so that all which did are among the running ones.
        threads.shutdown();
        running.forEach(RunningCall::cutOff);
        try {
            boolean _ = threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
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
