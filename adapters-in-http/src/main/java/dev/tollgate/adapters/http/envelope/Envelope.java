package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.call.ModelCall;

/// What became of a caller's bytes.
public sealed interface Envelope {
    record Read(ModelCall call) implements Envelope {}

    /// The request cannot become a call.
    ///
    /// @param status HTTP status
    /// @param type error type in OpenAI's words
    /// @param param the field at fault; empty if none
    record Rejected(int status, String type, String param, String message) implements Envelope {}
}
