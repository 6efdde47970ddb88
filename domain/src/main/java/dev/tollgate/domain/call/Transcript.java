package dev.tollgate.domain.call;

import java.util.UUID;

/// What was said in one call, word for word.
///
/// @param call the gateway's own id of the call
/// @param asked the caller's letter
/// @param answered what the caller was sent: a body, or the events of a stream; empty: nothing
/// @param streamed whether the answer came as events
/// @param cut whether a part of it is missing because there was no room
public record Transcript(UUID call, byte[] asked, byte[] answered, boolean streamed, boolean cut) {
    @Override
    public String toString() {
        return "Transcript[of %s, %d and %d bytes]".formatted(call, asked.length, answered.length);
    }
}
