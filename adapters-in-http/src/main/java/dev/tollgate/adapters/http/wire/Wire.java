package dev.tollgate.adapters.http.wire;

import dev.tollgate.domain.call.Cancellation;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/// One connection: its bytes, the phase it is in and since when, and the call that runs on it. All
/// but the watch's part runs on the connection's own thread.
final class Wire implements ConnectionContext, ByteSource.Listener {
    /// Bytes written at once, so that a slow but reading caller is seen to make progress.
    private static final int WRITE_SLICE = 64 * 1024;

    /// 32 KiB a second.
    private static final long NANOS_PER_BYTE = 1_000_000_000L / (32 * 1024);

    private static final long NEVER = Long.MIN_VALUE;

    private final ConnectionContext raw;
    private final Router router;
    private final DataWriter writer;
    private final WireLimits limits;
    private final BodyBudget budget;
    private final ByteSource source;
    private final DataReader reader;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);
    private final ResponseHead head = new ResponseHead();

    /// `System.nanoTime` at which the phase began.
    private volatile long since = System.nanoTime();

    /// `System.nanoTime` at which the write began that is going on.
    private volatile long writingSince = NEVER;

    private volatile @Nullable Cancellation call;

    /// Bytes of a chunked body that count against the budget.
    private long metered = -1;

    Wire(ConnectionContext raw, Router router, WireLimits limits, BodyBudget budget) {
        this.raw = raw;
        this.router = router;
        this.writer = raw.dataWriter();
        this.limits = limits;
        this.budget = budget;
        this.source = new ByteSource(raw.serverSocket(), this);
        this.reader = DataReader.create(source);
    }

    boolean http10() {
        return source.http10();
    }

    BodyBudget budget() {
        return budget;
    }

    WireLimits limits() {
        return limits;
    }

    ResponseHead head() {
        return head;
    }

    /// Moves on to another phase.
    ///
    /// @throws CloseConnectionException if the watch ended the connection meanwhile
    void enter(Phase next) {
        since = System.nanoTime();
        Phase now = phase.get();
        if (now == Phase.OVER || !phase.compareAndSet(now, next)) {
            throw new CloseConnectionException("the connection was ended");
        }
    }

    /// From now on until `endCall`, a caller who leaves fires the cancellation.
    void beginCall(Cancellation cancellation) {
        call = cancellation;
    }

    void endCall() {
        call = null;
    }

    /// Counts what arrives against the budget of bodies, for a body that does not say its length.
    void meterBody() {
        metered = 0;
    }

    /// Ends the metering.
    ///
    /// @return bytes taken from the budget
    long metered() {
        long bytes = Math.max(0, metered);
        metered = -1;
        return bytes;
    }

    @Override
    public void arrived(int bytes) {
        Phase now = phase.get();
        if (now == Phase.IDLE) {
            enter(Phase.HEAD);
        } else if (now == Phase.OVER) {
            throw new CloseConnectionException("the connection was ended");
        } else if (now == Phase.BODY) {
            // Every byte buys a little time: a large body over a slow line may take longer than a
            // slow one that only pretends to come.
            since = Math.min(System.nanoTime(), since + bytes * NANOS_PER_BYTE);
            if (metered >= 0) {
                meter(bytes);
            }
        }
    }

    private void meter(int bytes) {
        if (!budget.take(bytes)) {
            throw RequestException.builder()
                    .status(Status.SERVICE_UNAVAILABLE_503)
                    .setKeepAlive(false)
                    .message("too many request bytes in flight")
                    .build();
        }
        metered += bytes;
    }

    @Override
    public void left() {
        Cancellation running = call;
        if (running != null) {
            running.cancel();
        }
    }

    /// Writes all of it, in slices, and keeps the watch informed.
    void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        try {
            do {
                int slice = Math.min(left, WRITE_SLICE);
                writingSince = System.nanoTime();
                writer.writeNow(BufferData.create(bytes, at, slice));
                at += slice;
                left -= slice;
            } while (left > 0);
        } finally {
            writingSince = NEVER;
        }
    }

    /// Ends what takes too long and looks after callers who may have left. Called by the watch.
    void inspect(long now) {
        long writing = writingSince;
        if (writing != NEVER && older(now, writing, limits.writeTime())) {
            end();
            return;
        }
        Phase seen = phase.get();
        long age = since;
        switch (seen) {
            case IDLE -> endAfter(seen, now, age, limits.idleTime());
            case HEAD -> tooSlow(seen, now, age, limits.headTime());
            case BODY -> tooSlow(seen, now, age, limits.bodyTime());
            case LINGER -> endAfter(seen, now, age, Duration.ofSeconds(1));
            case WORK -> {
                if (call != null && older(now, age, limits.hangUpAfter())) {
                    source.readAhead(() -> phase.get() == Phase.WORK);
                }
            }
            case OVER -> {}
        }
    }

    private void endAfter(Phase seen, long now, long began, Duration limit) {
        if (older(now, began, limit) && phase.compareAndSet(seen, Phase.OVER)) {
            close();
        }
    }

    private void tooSlow(Phase seen, long now, long began, Duration limit) {
        if (older(now, began, limit) && phase.compareAndSet(seen, Phase.OVER)) {
            // The answer may block: not on the watch's own thread.
            Thread.ofVirtual().name("request-timeout").start(this::sayTimeout);
        }
    }

    private void sayTimeout() {
        try {
            byte[] answer = PlainAnswers.requestTimeout();
            write(answer, 0, answer.length);
        } catch (RuntimeException _) {
            // nobody listens
        }
        close();
    }

    /// Ends the connection at once, whatever it does.
    void end() {
        phase.set(Phase.OVER);
        close();
        left();
    }

    private void close() {
        try {
            raw.serverSocket().close();
        } catch (RuntimeException _) {
            // already closed
        }
    }

    /// Takes a little of what the caller still sends, so that closing does not reset the connection
    /// before the caller has read the answer.
    void linger() {
        try {
            enter(Phase.LINGER);
            int left = 256 * 1024;
            while (left > 0) {
                left -= source.get().length;
            }
        } catch (RuntimeException _) {
            // the end, one way or another
        }
    }

    private static boolean older(long now, long began, Duration limit) {
        return now - began > limit.toNanos();
    }

    @Override
    public ListenerContext listenerContext() {
        return raw.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return raw.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return raw.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return raw.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return raw.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return raw.localPeer();
    }

    @Override
    public boolean isSecure() {
        return raw.isSecure();
    }

    @Override
    public String socketId() {
        return raw.socketId();
    }

    @Override
    public String childSocketId() {
        return raw.childSocketId();
    }
}
