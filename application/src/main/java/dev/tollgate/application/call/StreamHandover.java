package dev.tollgate.application.call;

import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hands one stream over to the caller, event by event. Its preliminaries are held back until its
/// answer begins, so that a stream that fails early can be replaced unseen.
final class StreamHandover {
    /// Events without content that are held back until the answer proper begins.
    private static final int HELD_FRAMES = 64;

    private final Attempt attempt;
    private final Reply reply;
    private final CallRecorder recorder;
    private final Cancellation cancellation;
    private final ReplyStream stream;
    private final long began;
    private Duration firstToken = Duration.ZERO;

    /// @param began when the attempt began, by the recorder's clock
    StreamHandover(
            Attempt attempt,
            Reply reply,
            Cancellation cancellation,
            ReplyStream stream,
            long began) {
        this.attempt = attempt;
        this.reply = reply;
        this.recorder = reply.recorder();
        this.cancellation = cancellation;
        this.stream = stream;
        this.began = began;
    }

    AttemptResult run() {
        List<Frame> held = new ArrayList<>(2);
        while (true) {
            switch (pull()) {
                case Step.Broken(ProviderFailure failure) -> {
                    return attempt.failed(failure, stream.usage());
                }
                case Step.End() -> {
                    return commit(held, true);
                }
                case Step.Event(Frame frame) -> {
                    held.add(frame);
                    if (frame.kind() != Frame.Kind.OTHER || held.size() == HELD_FRAMES) {
                        firstToken = Duration.ofNanos(recorder.now() - began);
                        return commit(held, false);
                    }
                }
            }
        }
    }

    private Step pull() {
        long before = recorder.now();
        Step step = stream.next();
        recorder.waitedForProvider(recorder.now() - before);
        return step;
    }

    private AttemptResult commit(List<Frame> held, boolean atEnd) {
        try {
            reply.start(attempt.facts());
            for (Frame frame : held) {
                reply.frame(frame);
            }
            Step step = atEnd ? new Step.End() : pull();
            while (step instanceof Step.Event(Frame frame)) {
                reply.frame(frame);
                step = pull();
            }
            return end(step);
        } catch (CallerGone _) {
            cancellation.cancel();
            return callerLeft();
        }
    }

    private AttemptResult end(Step step) {
        if (step instanceof Step.Broken(ProviderFailure failure)) {
            return cancellation.cancelled() ? brokenByCancellation() : broken(failure);
        }
        attempt.succeeded(stream.usage(), firstToken);
        reply.complete();
        return new Answered();
    }

    private AttemptResult broken(ProviderFailure failure) {
        attempt.broke(failure, stream.usage());
        reply.fail(attempt.facts(), attempt.told(failure));
        return new Answered();
    }

    private AttemptResult brokenByCancellation() {
        attempt.abandoned(stream.usage(), "cancelled");
        reply.fail(attempt.facts(), attempt.cancelled());
        return new Answered();
    }

    private AttemptResult callerLeft() {
        attempt.abandoned(stream.usage(), "caller left");
        recorder.ended(Optional.of(new CallFailure.CallerLeft()));
        return new Answered();
    }

    /// The attempt that the stream belongs to.
    interface Attempt {
        ReplyFacts facts();

        /// The stream is whole: counts and settles it.
        ///
        /// @param firstToken from the attempt's start to the first content; zero if there was none
        void succeeded(Usage usage, Duration firstToken);

        /// The stream broke before the caller saw anything: counts and settles it.
        AttemptResult failed(ProviderFailure failure, Usage usage);

        /// The stream broke while the caller was reading: counts and settles it.
        void broke(ProviderFailure failure, Usage usage);

        /// The stream was left for a reason that says nothing about its deployment; settles it
        /// unless that was done before.
        void abandoned(Usage usage, String why);

        /// What the caller is told of a failure of this attempt.
        CallFailure told(ProviderFailure failure);

        /// Why the call was cancelled.
        CallFailure cancelled();
    }
}
