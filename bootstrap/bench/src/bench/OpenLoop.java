package bench;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Calls at a fixed rate, whatever becomes of the ones before. Times count from the moment at which
/// a call was to be sent, so that a stall shows in every call it delays.
final class OpenLoop {
    private final Target target;
    private final byte[] body;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    OpenLoop(Target target, byte[] body) {
        this.target = target;
        this.body = body;
    }

    int failures() {
        return failures.get();
    }

    /// How many streams there were at one time that had begun and not ended.
    int mostAtOnce() {
        return mostOpen.get();
    }

    /// @return microseconds from the intended start to the end of the answer
    Histogram calls(int perSecond, int count) throws InterruptedException {
        Histogram times = new Histogram(60_000_000L, 3);
        BlockingQueue<Caller> idle = new LinkedBlockingQueue<>();
        run(
                perSecond,
                count,
                intended -> {
                    Caller caller = idle.poll();
                    try {
                        if (caller == null) {
                            caller = target.caller(target.path(), body);
                        }
                        caller.call();
                        idle.add(caller);
                        record(times, System.nanoTime() - intended);
                    } catch (IOException _) {
                        failures.incrementAndGet();
                    }
                });
        for (Caller caller : idle) {
            close(caller);
        }
        return times;
    }

    /// Streams at a fixed rate.
    ///
    /// @param first gets the time to the first event, in microseconds
    /// @param gaps gets the time between two events
    void streams(int perSecond, int count, Histogram first, Histogram gaps)
            throws InterruptedException {
        run(
                perSecond,
                count,
                intended -> {
                    long[] last = {0};
                    try (Caller caller = target.caller(target.streamPath(), body)) {
                        boolean done =
                                caller.stream(
                                        now -> {
                                            if (last[0] == 0) {
                                                record(first, now - intended);
                                                mostOpen.accumulateAndGet(
                                                        open.incrementAndGet(), Math::max);
                                            } else {
                                                record(gaps, now - last[0]);
                                            }
                                            last[0] = now;
                                        });
                        if (!done) {
                            failures.incrementAndGet();
                        }
                    } catch (IOException _) {
                        failures.incrementAndGet();
                    } finally {
                        open.addAndGet(last[0] == 0 ? 0 : -1);
                    }
                });
    }

    private interface Call {
        void at(long intended);
    }

    private static void run(int perSecond, int count, Call call) throws InterruptedException {
        Semaphore running = new Semaphore(0);
        long start = System.nanoTime() + 10_000_000;
        long step = 1_000_000_000L / perSecond;
        for (int i = 0; i < count; i++) {
            long intended = start + i * step;
            for (long wait = intended - System.nanoTime();
                    wait > 0;
                    wait = intended - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    call.at(intended);
                                } finally {
                                    running.release();
                                }
                            });
        }
        running.acquire(count);
    }

    private static void record(Histogram histogram, long nanos) {
        synchronized (histogram) {
            histogram.recordValue(Math.min(nanos / 1000, 59_999_999));
        }
    }

    private static void close(Caller caller) {
        try {
            caller.close();
        } catch (IOException _) {
            // it was idle
        }
    }
}
