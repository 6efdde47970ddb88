package dev.tollgate.application.call;

import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.fleet.Observation;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.application.port.out.StreamContinuations.ContinuedStream;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.money.Usd;
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
    private final boolean carriesOn;
    private Optional<Duration> firstToken = Optional.empty();
    private boolean answered;
    private boolean finished;

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
        this.carriesOn = sent.begun();
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
                    if (answered || held.size() == HELD_FRAMES) {
                        return commit(held, false);
                    }
                }
            }
        }
    }

    private Step pull() {
        long before = recorder.now();
        Step step = stream.next();
        long now = recorder.now();
        recorder.waitedForProvider(now - before);
        if (!answered && step instanceof Step.Event(Frame frame)) {
            heard(frame, now);
        }
        return step;
    }

    private void heard(Frame frame, long now) {
        answered = frame.kind() != Frame.Kind.OTHER;
        if (answered) {
            attempt.answers();
            // What carries another one on repeats in silence first.
            firstToken = carriesOn ? Optional.empty() : Optional.of(Duration.ofNanos(now - began));
        }
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
        finished |= frame.kind() == Frame.Kind.FINISH;
        // The caller's usage comes with the finish reason or behind it.
        boolean may = finished && attempt.tellsCost();
        reply.frame(may ? stream.withCost(frame, attempt::costWith) : frame);
        sent.add(frame);
    }

    private AttemptResult end(Step step) {
        if (step instanceof Step.Broken(ProviderFailure failure)) {
            return cancellation.cancelled() ? brokenByCancellation() : broken(failure);
        }
        attempt.succeeded(observed(stream.usage()));
        reply.complete();
        return new Answered();
    }

    private Observation observed(Usage usage) {
        return firstToken.isPresent()
                ? new Observation.Streamed(usage, firstToken.get())
                : new Observation.Untimed(usage);
    }

    private AttemptResult broken(ProviderFailure failure) {
        Usage usage = stream.usage();
        attempt.broke(failure, usage);
        long written =
                stream instanceof ContinuedStream continued
                        ? continued.written()
                        : usage.outputTokens();
        if (sent.breaks(usage, written, failure, attempt.told(failure))) {
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

        /// Whether the caller is told the cost where they are told the usage.
        boolean tellsCost();

        /// What the answer costs with this usage of its last part, if everything is priced.
        Optional<Usd> costWith(Usage usage);

        /// Whether another deployment or a fallback is left.
        boolean othersLeft();

        /// The first content of the stream is here.
        void answers();

        /// The stream is whole: counts and settles it.
        void succeeded(Observation seen);

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
