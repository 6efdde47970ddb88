package dev.tollgate.application.port.in;

import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.CallFailure;

/// Takes the answer of one call. Either `whole`, or `failed`, or `start`, any number of `frame`,
/// and then `complete` or `broken`. Every method may throw [CallerGone].
public interface ReplySink {
    /// The whole answer of a plain call, as the provider sent it.
    void whole(ReplyFacts facts, byte[] body);

    /// The call failed before anything was sent.
    void failed(ReplyFacts facts, CallFailure failure);

    /// A stream begins; its first frame follows.
    void start(ReplyFacts facts);

    /// The next event, to be flushed at once.
    void frame(Frame frame);

    /// The stream is whole: write the dialect's terminator.
    void complete();

    /// The stream broke after it began: write the dialect's error event and no terminator.
    void broken(CallFailure failure);

    /// The caller does not take the answer any more.
    final class CallerGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CallerGone(Throwable cause) {
            super("the caller closed the connection", cause);
        }
    }
}
