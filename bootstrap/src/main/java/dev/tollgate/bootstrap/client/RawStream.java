package dev.tollgate.bootstrap.client;

import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.domain.call.Frame;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A streamed answer as it came: server-sent events, each with its framing, without the dialect's
/// terminator. To be read once, by one thread, and to be closed; closing cancels what still runs.
///
/// The end of the iteration means that the answer is whole, or that you closed the stream; whatever
/// else happens is thrown.
public final class RawStream implements Iterable<byte[]>, AutoCloseable {
    private final Frames frames;

    RawStream(RunningCall call) {
        frames = new Frames(call);
    }

    /// How the call is served: deployment and attempts. The cost of a stream is not known yet.
    public ReplyFacts facts() {
        return frames.call.facts();
    }

    /// @throws IllegalStateException when asked a second time
    @Override
    public Iterator<byte[]> iterator() {
        return frames.once();
    }

    @Override
    public void close() {
        frames.call.leave();
    }

    /// The frames of a call, pulled.
    static final class Frames implements Iterator<byte[]> {
        private final RunningCall call;
        private boolean taken;
        private boolean ended;
        private Optional<byte[]> ahead = Optional.empty();

        Frames(RunningCall call) {
            this.call = call;
        }

        RunningCall call() {
            return call;
        }

        Iterator<byte[]> once() {
            if (taken) {
                throw new IllegalStateException("a stream can be read once only");
            }
            taken = true;
            return this;
        }

        @Override
        public boolean hasNext() {
            if (ahead.isEmpty() && !ended) {
                ahead = call.next().map(Frames::bytes);
                ended = ahead.isEmpty();
            }
            return ahead.isPresent();
        }

        private static byte[] bytes(Frame frame) {
            return Arrays.copyOfRange(
                    frame.bytes(), frame.offset(), frame.offset() + frame.length());
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream has ended");
            }
            byte[] next = ahead.orElseThrow();
            ahead = Optional.empty();
            return next;
        }
    }
}
