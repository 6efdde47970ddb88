package dev.tollgate.adapters.providers.protocol;

import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import java.util.List;
import java.util.Optional;

/// Turns the server-sent events of one answer into frames of the caller's dialect. Single-threaded.
public interface StreamTranslation {
    /// @param event the event's name, empty if it has none
    /// @param data the event's data: a buffer valid during the call only
    Translated event(String event, byte[] data, int offset, int length);

    /// Whether the provider said everything: the finish reason of all that was asked for was seen,
    /// and nothing of the answer came after it. What may still follow is a report of usage.
    boolean finished();

    /// The tokens of the answer that came so far, as far as one can tell.
    long received();

    /// What the provider reported so far.
    Usage usage();

    /// What the frames call the answer (`chatcmpl-…`); empty before one did.
    String answerId();

    /// @param frames what goes to the caller, in order; may be none
    /// @param end whether the provider said that this was the last event (`[DONE]`, `message_stop`)
    /// @param failure the event was an error, or could not be read
    record Translated(List<Frame> frames, boolean end, Optional<ProviderFailure> failure) {
        public static final Translated NOTHING = new Translated(List.of(), false, Optional.empty());
        public static final Translated END = new Translated(List.of(), true, Optional.empty());

        public static Translated frame(Frame frame) {
            return new Translated(List.of(frame), false, Optional.empty());
        }

        public static Translated failed(ProviderFailure failure) {
            return new Translated(List.of(), false, Optional.of(failure));
        }
    }
}
