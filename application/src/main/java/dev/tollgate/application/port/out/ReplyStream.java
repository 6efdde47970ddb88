package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.util.Optional;
import java.util.function.Function;

/// A streamed answer, pulled event by event, in the caller's dialect. Terminators (`[DONE]`) and a
/// usage event the caller did not ask for are kept back.
public interface ReplyStream extends AutoCloseable {
    /// Blocks until there is something to say.
    Step next();

    /// What was used: as reported once `next` gave [Step.End]; before that, or of a stream that
    /// broke or was left, as reported so far and completed by an estimate of the rest. Of one that
    /// was cancelled after its finish reason, waits up to a second for the report.
    Usage usage();

    /// What the answer calls itself in its events (`chatcmpl-…`, `msg_…`), as far as they came;
    /// empty if it has no such name.
    String answerId();

    /// An event of this stream with the cost in it, if the event tells a usage.
    ///
    /// @param cost of what was used, if priced
    default Frame withCost(Frame event, Function<Usage, Optional<Usd>> cost) {
        return event;
    }

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
