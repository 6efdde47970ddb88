package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

/// A streamed answer, pulled event by event, in the caller's dialect. Terminators (`[DONE]`) and a
/// usage event the caller did not ask for are kept back.
public interface ReplyStream extends AutoCloseable {
    /// Blocks until there is something to say.
    Step next();

    /// What was reported so far; final once `next` gave [Step.End].
    Usage usage();

    /// Ends the exchange from any thread and wakes a blocked `next`. Idempotent.
    @Override
    void close();

    /// What comes next.
    sealed interface Step {
        record Event(Frame frame) implements Step {}

        /// The provider sent everything, its finish reason included.
        record End() implements Step {}

        /// Cut off, stalled, malformed, or an error event.
        record Broken(ProviderFailure failure) implements Step {}
    }
}
