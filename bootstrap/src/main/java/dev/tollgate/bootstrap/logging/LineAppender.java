package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.util.ReentryGuard;
import ch.qos.logback.core.util.ReentryGuardFactory;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Writes lines from one thread of its own. Whoever logs only formats its line and puts it into a
/// bounded queue: a slow or blocked reader of the log delays no call. What does not fit is dropped,
/// counted, and the number is logged as soon as there is room.
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int LINES = 8_192;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /// After a write, the thread naps instead of waiting for the next line: under load that saves a
    /// wake-up per call.
    private static final Duration NAP = Duration.ofMillis(10);

    private final LineFormat format;
    private final OutputStream out;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(LINES);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private @Nullable Thread writer;

    LineAppender(LineFormat format, OutputStream out) {
        this.format = format;
        this.out = out;
    }

    @Override
    public void start() {
        super.start();
        writer = Thread.ofPlatform().name("log").daemon().start(this::write);
    }

    @Override
    public void stop() {
        if (isStarted()) {
            super.stop();
            drain();
            Thread thread = writer;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /// Nothing in here logs, so no guard against that is needed; the usual one would leave a thread
    /// local in every virtual thread.
    @Override
    protected ReentryGuard buildReentryGuard() {
        return ReentryGuardFactory.makeGuard(ReentryGuardFactory.GuardType.NOP);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var line = new StringBuilder(256);
        format.append(event, line);
        if (line.length() > LONGEST_LINE) {
            line.setLength(LONGEST_LINE);
            line.append('…');
        }
        byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        if (lines.offer(bytes)) {
            accepted.incrementAndGet();
        } else {
            dropped.incrementAndGet();
        }
    }

    /// Lines that found no room and have not been reported yet.
    long dropped() {
        return dropped.get();
    }

    void drain() {
        long target = accepted.get();
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (written.get() < target && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private void write() {
        var batch = new ArrayList<byte[]>(LINES);
        var bytes = new ByteArrayOutputStream(LINES);
        try {
            while (isStarted() || !lines.isEmpty()) {
                batch.add(lines.take());
                lines.drainTo(batch);
                writeOut(batch, bytes);
                Thread.sleep(NAP);
            }
        } catch (InterruptedException _) {
            lines.drainTo(batch);
            writeOut(batch, bytes);
        }
    }

    private void writeOut(List<byte[]> batch, ByteArrayOutputStream bytes) {
        batch.forEach(bytes::writeBytes);
        long missing = dropped.getAndSet(0);
        if (missing > 0) {
            String remark = "%d lines were dropped: they came too fast".formatted(missing);
            bytes.writeBytes(
                    (format.remark(remark, Instant.now()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        try {
            bytes.writeTo(out);
            out.flush();
        } catch (IOException _) {
            // Nobody reads the log any more, and there is nowhere else to say so.
        }
        written.addAndGet(batch.size());
        batch.clear();
        bytes.reset();
    }
}
