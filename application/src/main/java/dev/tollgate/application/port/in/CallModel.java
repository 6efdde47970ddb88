package dev.tollgate.application.port.in;

import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;

/// Has a model answer a call, by whatever deployment can.
public interface CallModel {
    /// Blocks until the answer is handed over or the call has failed; the sink hears of exactly one
    /// end. Never throws for what a caller or a provider did; after a bug it throws that, once the
    /// call is logged and the sink has heard of its end.
    ///
    /// @param cancellation fired by whoever notices that the caller left
    void call(ModelCall call, ReplySink sink, Cancellation cancellation);
}
