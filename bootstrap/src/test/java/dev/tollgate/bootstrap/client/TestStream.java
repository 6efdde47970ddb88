package dev.tollgate.bootstrap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A provider's stream `x0`, `x1`, … that counts what is pulled, and that can fall silent until it
/// is closed.
final class TestStream implements ReplyStream {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private int length = Integer.MAX_VALUE;
    private int silentAt = Integer.MAX_VALUE;
    private volatile Thread puller = Thread.currentThread();
    private volatile int pulled;

    ScriptedProvider.Answer endless() {
        return (_, _, cancellation) -> {
            var _ = cancellation.onCancel(this::close);
            puller = Thread.currentThread();
            return new ProviderReply.Streaming(HeaderLines.NONE, this);
        };
    }

    ScriptedProvider.Answer ofLength(int events) {
        length = events;
        return endless();
    }

    ScriptedProvider.Answer silentAfter(int events) {
        silentAt = events;
        return endless();
    }

    /// Not even the head of an answer comes until the call is cancelled.
    ScriptedProvider.Answer neverAnswers() {
        return (_, _, cancellation) -> {
            var _ = cancellation.onCancel(this::close);
            asked.countDown();
            awaitClose();
            return new ProviderReply.Failed(failure());
        };
    }

    static Frame event(String text) {
        return frame(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n"
                        .formatted(text));
    }

    static Step says(String text) {
        return new Step.Event(event(text));
    }

    static Step finishes() {
        return raw(
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    }

    static Step raw(String event) {
        return new Step.Event(frame(event));
    }

    private static Frame frame(String event) {
        return Frame.of(event.getBytes(StandardCharsets.UTF_8), Frame.Kind.CONTENT);
    }

    private static ProviderFailure failure() {
        return ScriptedProvider.failure(FailureKind.CONNECTION, 503);
    }

    @Override
    public Step next() {
        int number = pulled;
        if (number == silentAt) {
            awaitClose();
        }
        if (closed.getCount() == 0) {
            return new Step.Broken(failure());
        }
        if (number == length) {
            return new Step.End();
        }
        pulled = number + 1;
        return says("x" + number);
    }

    @Override
    public Usage usage() {
        return Usage.NONE;
    }

    @Override
    public String answerId() {
        return "";
    }

    @Override
    public void close() {
        closed.countDown();
    }

    int pulled() {
        return pulled;
    }

    /// Waits until whoever pulls this stream waits for something itself.
    void awaitPause() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (puller.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    void awaitAsked() {
        await(asked);
    }

    void awaitClose() {
        await(closed);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
