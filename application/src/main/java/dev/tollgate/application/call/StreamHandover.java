package dev.tollgate.application.call;

import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.application.port.out.StreamContinuations.ContinuedStream;
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
/// answer begins, so that a stream that fails early can be replaced unseen. One that breaks later
/// is left to be continued where somebody may.
final class StreamHandover {
    /// Events without content that are held back until the answer proper begins.
    private static final int HELD_FRAMES = 64;

    private final Attempt attempt;
    private final Reply reply;
    private final CallRecorder recorder;
    private final Cancellation cancellation;
    private final SentAnswer sent;
    private final ReplyStream stream;
    private final long began;
    private Duration firstToken = Duration.ZERO;

    /// @param began when the attempt began, by the recorder's clock
    StreamHandover(
            Attempt attempt,
            Reply reply,
            SentAnswer sent,
            Cancellation cancellation,
            ReplyStream stream,
            long began) {
        this.attempt = attempt;
        this.reply = reply;
        this.recorder = reply.recorder();
        this.sent = sent;
        this.cancellation = cancellation;
        this.stream = stream;
        this.began = began;
    }

    AttemptResult run() {
        List<Frame> held = new ArrayList<>(2);
        while (true) {
            switch (pull()) {
                case Step.Broken(ProviderFailure failure) -> {
                    return differs()
                            ? attempt.differed(failure, stream.usage())
                            : attempt.failed(failure, stream.usage());
                }
                case Step.End() -> {
                    return commit(held, true);
                }
                case Step.Event(Frame frame) -> {
                    held.add(frame);
                    if (frame.kind() != Frame.Kind.OTHER || held.size() == HELD_FRAMES) {
                        firstToken = sent.begun() ? Duration.ZERO : since(began);
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

    private Duration since(long moment) {
        return Duration.ofNanos(recorder.now() - moment);
    }

    private boolean differs() {
        return stream instanceof ContinuedStream continued
                && continued.differs()
                && !cancellation.cancelled();
    }

    private AttemptResult commit(List<Frame> held, boolean atEnd) {
        try {
            if (!sent.begun()) {
                reply.start(attempt.facts());
            }
            sent.begins(attempt.othersLeft());
            for (Frame frame : held) {
                send(frame);
            }
            Step step = atEnd ? new Step.End() : pull();
            while (step instanceof Step.Event(Frame frame)) {
                send(frame);
                step = pull();
            }
            return end(step);
        } catch (CallerGone _) {
            cancellation.cancel();
            return callerLeft();
        }
    }

    private void send(Frame frame) {
        reply.frame(frame);
        sent.add(frame);
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
        if (sent.breaks(stream.usage(), failure, attempt.told(failure))) {
            return new BrokenOff(failure);
        }
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

        /// Whether another deployment or a fallback is left.
        boolean othersLeft();

        /// The stream is whole: counts and settles it.
        ///
        /// @param firstToken from the attempt's start to the first content; zero if that tells
        ///   nothing
        void succeeded(Usage usage, Duration firstToken);

        /// The stream broke before the caller saw anything: counts and settles it.
        AttemptResult failed(ProviderFailure failure, Usage usage);

        /// The stream would not continue the answer the caller has the beginning of: settles it.
        AttemptResult differed(ProviderFailure failure, Usage usage);

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
