package dev.tollgate.application.call;

import dev.tollgate.application.desk.Ticket;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.failure.CallFailure;

import java.time.Duration;

/// One call that was admitted, and what all of its attempts work with.
///
/// @param call as it came
/// @param reply the caller's side
/// @param sent what the caller has been sent of a streamed answer
record AdmittedCall(
        ModelCall call,
        GatewaySetup setup,
        FleetMonitor fleet,
        ModelCards cards,
        Ticket ticket,
        Reply reply,
        SentAnswer sent,
        Cancellation cancellation) {

    RouterRules rules() {
        return setup.rules();
    }

    CallRecorder recorder() {
        return reply.recorder();
    }

    ModelCard card(Candidate candidate) {
        return cards.cardOf(candidate);
    }

    Duration timeLeft() {
        Duration left = rules().times().deadline().minus(recorder().elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// Why it was cancelled.
    CallFailure cancelled() {
        return switch (cancellation.cause()) {
            case CALLER_LEFT -> new CallFailure.CallerLeft();
            case SHUTTING_DOWN -> new CallFailure.ShuttingDown();
        };
    }
}
