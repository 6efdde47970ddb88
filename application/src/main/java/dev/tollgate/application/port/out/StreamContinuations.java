package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.usage.Usage;

import java.util.List;
import java.util.Optional;

/// Knows how an answer whose stream broke is carried on elsewhere, so that the caller gets one
/// whole answer after all.
public interface StreamContinuations {
    /// Nothing is ever continued.
    StreamContinuations NONE =
            new StreamContinuations() {
                @Override
                public boolean mayContinue(ModelCall call) {
                    return false;
                }

                @Override
                public Optional<BrokenAnswer> broken(
                        ModelCall call, List<Frame> sent, Usage spent, long written) {
                    return Optional.empty();
                }
            };

    /// Whether answers to this call may be continued at all; only then their events are kept.
    boolean mayContinue(ModelCall call);

    /// The answer whose stream broke after these events, if it can be continued honestly.
    ///
    /// @param sent every event the caller was sent, in order
    /// @param spent what the attempts used that wrote them, repeated text included
    /// @param written output tokens of these events alone
    Optional<BrokenAnswer> broken(ModelCall call, List<Frame> sent, Usage spent, long written);

    /// A part of an answer that waits for the rest.
    interface BrokenAnswer {
        /// The ways to have this candidate write the rest, best first. Where it refuses the letter
        /// of one, the next is taken.
        ///
        /// @param call the call as this candidate is to be asked
        /// @param card what is known of the candidate's model
        List<Way> ways(ModelCall call, Candidate candidate, ModelCard card);
    }

    /// One way to have a candidate write the rest.
    interface Way {
        /// The call to be made instead of the caller's.
        ModelCall call();

        /// The candidate's answer to that call, reduced to what the caller has not got yet.
        ContinuedStream continued(ReplyStream stream);
    }

    /// The rest of a broken answer, in events that fit behind those which were sent. Its `usage` is
    /// that of its own attempt; a usage event tells the sum of all.
    interface ContinuedStream extends ReplyStream {
        /// Whether it broke because it turned out to be another answer than the one begun.
        boolean differs();

        /// The output tokens of its events, as far as one can tell: its usage counts those, too,
        /// which only repeated what the caller had.
        long written();
    }
}
