package dev.tollgate.application.call;

import dev.tollgate.application.desk.Ticket;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.transcript.Dictation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Refusal;

import java.util.List;
import java.util.Optional;

/// The caller's side of one call: hands over exactly one end. Before its last byte the call is
/// logged and has given back its place, so that a caller who asks again at once finds it free.
final class Reply {
    private final ReplySink sink;
    private final CallRecorder recorder;
    private final Dictation dictation;
    private Optional<Ticket> ticket = Optional.empty();
    private boolean streaming;
    private boolean over;

    /// @param dictation listens to what the caller is sent
    Reply(ReplySink sink, CallRecorder recorder, Dictation dictation) {
        this.sink = sink;
        this.recorder = recorder;
        this.dictation = dictation;
    }

    CallRecorder recorder() {
        return recorder;
    }

    void admitted(Ticket admitted) {
        ticket = Optional.of(admitted);
    }

    private void ended(Optional<CallFailure> failure) {
        recorder.ended(failure);
        heardOut();
        ticket.ifPresent(Ticket::close);
    }

    /// Nothing more is said. Without effect the second time.
    void heardOut() {
        if (recorder.attempts() > 0) {
            dictation.ended(recorder.entries().callId());
        } else {
            dictation.dropped();
        }
    }

    void refuse(Refusal reason) {
        fail(ReplyFacts.none(recorder.call().id()), new CallFailure.Refused(reason));
    }

    void whole(ReplyFacts facts, byte[] body) {
        dictation.whole(body);
        ended(Optional.empty());
        over = true;
        sink.whole(facts, body);
    }

    void start(ReplyFacts facts) {
        streaming = true;
        sink.start(facts);
    }

    void frame(Frame frame) {
        sink.frame(frame);
        dictation.frame(frame);
    }

    void complete() {
        ended(Optional.empty());
        over = true;
        sink.complete();
    }

    /// Ends the call without a (whole) answer; a caller who left is told nothing.
    void fail(ReplyFacts facts, CallFailure failure) {
        ended(Optional.of(failure));
        tell(facts, failure);
    }

    private void tell(ReplyFacts facts, CallFailure failure) {
        over = true;
        if (failure instanceof CallFailure.CallerLeft) {
            return;
        }
        if (streaming) {
            sink.broken(failure);
        } else {
            sink.failed(facts, failure);
        }
    }

    /// Sees to it that a call has ended which a bug got in the way of: it is logged, has given back
    /// its place, and its caller was told an end. What goes wrong with that as well is added to the
    /// bug.
    void diedOf(Throwable bug) {
        CallFailure failure = new CallFailure.Bug(bug);
        for (Runnable step :
                List.<Runnable>of(() -> ended(Optional.of(failure)), () -> end(failure))) {
            try {
                step.run();
            } catch (CallerGone _) {
                // Nobody is left to be told.
            } catch (RuntimeException | Error another) {
                bug.addSuppressed(another);
            }
        }
    }

    private void end(CallFailure failure) {
        if (!over) {
            tell(ReplyFacts.none(recorder.call().id()), failure);
        }
    }
}
