package dev.tollgate.application.call;

import dev.tollgate.application.desk.Told;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.domain.call.ModelCall;

import java.util.function.UnaryOperator;

/// What is asked of a provider, and how its stream is told to the caller.
record Asking(ModelCall call, UnaryOperator<ReplyStream> told) {
    static Asking plainly(ModelCall call) {
        return new Asking(call, stream -> stream);
    }

    Asking telling(Told bounds) {
        return bounds.fields().isEmpty() ? this : new Asking(call.with(bounds.fields()), told);
    }
}
