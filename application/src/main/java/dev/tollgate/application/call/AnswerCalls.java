package dev.tollgate.application.call;

import dev.tollgate.application.desk.AdmissionDesk;
import dev.tollgate.application.desk.AdmissionDesk.Admission;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.ledger.Books;
import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.port.out.Pause;
import dev.tollgate.application.port.out.PromptTokens;
import dev.tollgate.application.setup.CurrentSetup;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.transcript.Dictation;
import dev.tollgate.application.transcript.Scribe;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Answers calls: admits each, walks its attempts and reports its end.
public final class AnswerCalls implements CallModel {
    private final CurrentSetup setups;
    private final AdmissionDesk desk;
    private final Books books;
    private final FleetMonitor fleet;
    private final PlanFacts facts;
    private final Scribe scribe;
    private final Surroundings surroundings;

    /// @param books where calls are written down
    /// @param prompts counts what is longer than a context window might be
    /// @param scribe takes down what is said, where that is wanted
    public AnswerCalls(
            CurrentSetup setups,
            AdmissionDesk desk,
            Books books,
            FleetMonitor fleet,
            PromptTokens prompts,
            Scribe scribe,
            Surroundings surroundings) {
        this.setups = setups;
        this.desk = desk;
        this.books = books;
        this.fleet = fleet;
        this.facts = new PlanFacts(prompts);
        this.scribe = scribe;
        this.surroundings = surroundings;
    }

    @Override
    public void call(ModelCall call, ReplySink sink, Cancellation cancellation) {
        try (CurrentSetup.Lease lease = setups.lease()) {
            GatewaySetup setup = lease.setup();
            boolean wanted = setup.alwaysStreamUsage() && call.streaming();
            ModelCall represented = represented(call, setup);
            answer(setup, wanted ? represented.withStreamUsage() : represented, sink, cancellation);
        }
    }

    /// Who has a token may act for several teams: for the first one that may call the model. Whom
    /// the token names is the end user, whoever the call names.
    private static ModelCall represented(ModelCall call, GatewaySetup setup) {
        Optional<Caller.Token> token = call.caller().token();
        if (token.isEmpty()) {
            return call;
        }
        Caller caller = call.caller().forModel(setup.asked(call.model()));
        return call.by(caller, token.get().customer());
    }

    /// A key may have names of its own for models; its lists are about those names.
    private static ModelCall meant(ModelCall call) {
        Map<String, String> aliases = call.caller().holder().aliases();
        return aliases.isEmpty()
                ? call
                : call.forModel(aliases.getOrDefault(call.model(), call.model()));
    }

    private void answer(
            GatewaySetup current, ModelCall call, ReplySink sink, Cancellation cancellation) {
        boolean keeps = current.money().keeps(call);
        CallRecorder recorder =
                new CallRecorder(
                        call,
                        current.catalog(),
                        books.of(call, keeps),
                        surroundings.callLog(),
                        surroundings.nanoTime());
        Dictation dictation = keeps ? scribe.listen(call, current.transcripts()) : Dictation.NONE;
        Reply reply = new Reply(sink, recorder, dictation);
        try {
            switch (desk.admit(call, current)) {
                case Admission.Refused(var reason) -> reply.refuse(reason);
                case Admission.Admitted(var ticket) -> {
                    try (ticket) {
                        reply.admitted(ticket);
                        new CallWalk(
                                        current,
                                        fleet,
                                        facts,
                                        surroundings,
                                        meant(call),
                                        ticket,
                                        reply,
                                        cancellation)
                                .walk();
                    }
                }
            }
        } catch (CallerGone _) {
            // The call is settled and logged, and nobody is left to be told.
            cancellation.cancel();
        } catch (RuntimeException | Error bug) {
            reply.diedOf(bug);
            throw bug;
        } finally {
            reply.heardOut();
        }
    }

    /// What answering needs from the outside.
    ///
    /// @param nanoTime a monotonic clock in nanoseconds
    /// @param random chance for routing and jitter, one per call at least as far as threads go
    public record Surroundings(
            CallLog callLog,
            ModelCards cards,
            Pause pause,
            LongSupplier nanoTime,
            Supplier<RandomGenerator> random) {}
}
