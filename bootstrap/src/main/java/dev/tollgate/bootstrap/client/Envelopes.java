package dev.tollgate.bootstrap.client;

import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.ModelCall;

/// Makes calls of letters.
public interface Envelopes {
    /// @param letter the whole body; not to be changed any more
    /// @throws GatewayException.BadRequest if the letter cannot become a call
    ModelCall read(byte[] letter, Dialect dialect, String callId);

    /// What a reader says of a letter that it cannot make a call of.
    ///
    /// @param status HTTP status
    /// @param param the field at fault; empty if none
    static GatewayException rejected(int status, String param, String message) {
        return new GatewayException.BadRequest(message, status, param);
    }
}
