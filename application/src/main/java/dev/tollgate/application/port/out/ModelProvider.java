package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;

/// The providers, each deployment by its own protocol.
public interface ModelProvider {
    /// Makes one attempt and blocks until there is a whole answer, a stream's head or a failure.
    /// The answer is in the dialect of the call. Never throws for what a provider or the network
    /// did.
    ///
    /// @param claim proof of admission; the attempt loop settles it, the provider only holds it
    /// @param cancellation ends the attempt at once, as a failure, from any thread
    ProviderReply ask(
            AttemptClaim claim,
            Candidate candidate,
            ModelCall call,
            AttemptLimits limits,
            Cancellation cancellation);
}
