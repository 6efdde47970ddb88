package dev.tollgate.application.call;

import dev.tollgate.application.port.out.StreamContinuations;
import dev.tollgate.application.port.out.StreamContinuations.BrokenAnswer;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.CallFailure.Bug;
import dev.tollgate.domain.failure.CallFailure.CallerLeft;
import dev.tollgate.domain.failure.CallFailure.DeadlineExceeded;
import dev.tollgate.domain.failure.CallFailure.LimitsUsedUp;
import dev.tollgate.domain.failure.CallFailure.NoDeployment;
import dev.tollgate.domain.failure.CallFailure.NotAllowedByTags;
import dev.tollgate.domain.failure.CallFailure.PromptTooLong;
import dev.tollgate.domain.failure.CallFailure.ProviderFailed;
import dev.tollgate.domain.failure.CallFailure.Refused;
import dev.tollgate.domain.failure.CallFailure.ShuttingDown;
import dev.tollgate.domain.failure.CallFailure.UnknownModel;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the caller has been sent of one streamed answer. It is kept, up to a bound, only while
/// somebody is left who could continue it.
final class SentAnswer {
    private static final int MOST_BYTES = 1 << 20;

    /// What a frame and its array take besides their bytes, about.
    private static final int FRAME_OVERHEAD = 64;

    private final StreamContinuations continuations;
    private final ModelCall call;
    private final List<Frame> frames = new ArrayList<>();
    private boolean kept;
    private boolean begun;
    private int bytes;
    private Usage spent = Usage.NONE;
    private long written;
    private Optional<Broken> broken = Optional.empty();
    private Optional<CallFailure> told = Optional.empty();
    private String id = "";

    /// What the parts cost whose streams broke; empty once one has no price.
    private Optional<Usd> partsCost = Optional.of(Usd.ZERO);

    SentAnswer(StreamContinuations continuations, ModelCall call) {
        this.continuations = continuations;
        this.call = call;
    }

    /// The answer begins, or goes on elsewhere.
    ///
    /// @param wanted whether it is to be kept
    void begins(boolean wanted) {
        keep(wanted && (begun ? kept : continuations.mayContinue(call)));
        begun = true;
    }

    /// Whether the caller has been sent anything.
    boolean begun() {
        return begun;
    }

    void add(Frame frame) {
        if (kept) {
            frames.add(frame);
            bytes += frame.bytes().length + FRAME_OVERHEAD;
            keep(bytes <= MOST_BYTES);
        }
    }

    private void keep(boolean wanted) {
        kept = wanted;
        if (!wanted) {
            frames.clear();
        }
    }

    /// The stream broke.
    ///
    /// @param usage what the attempt used that broke
    /// @param itsOwn output tokens of what the caller was sent of that attempt
    /// @param toBeTold what the caller is told if nobody continues
    /// @return whether somebody may continue
    boolean breaks(Usage usage, long itsOwn, ProviderFailure failure, CallFailure toBeTold) {
        told = Optional.of(toBeTold);
        broken = Optional.empty();
        if (kept) {
            spent = spent.plus(usage);
            written += itsOwn;
            broken =
                    continuations
                            .broken(call, frames, spent, written)
                            .map(answer -> new Broken(answer, failure));
        }
        return broken.isPresent();
    }

    /// What the answer calls itself. Whoever continues one goes on under its name.
    ///
    /// @param name that of the attempt that answers now
    String named(Supplier<String> name) {
        if (broken.isEmpty()) {
            id = name.get();
        }
        return id;
    }

    /// What the whole answer costs, if its last part costs this and everything is priced.
    Optional<Usd> costWith(Optional<Usd> lastPart) {
        return partsCost.flatMap(before -> lastPart.map(before::plus));
    }

    /// A part whose stream broke costs this; empty: nobody knows.
    void partCost(Optional<Usd> cost) {
        partsCost = costWith(cost);
    }

    /// The answer to be continued, once its stream broke.
    Optional<Broken> broken() {
        return broken;
    }

    /// Whether nothing was sent since it broke.
    boolean still(Broken earlier) {
        return broken.filter(now -> now == earlier).isPresent();
    }

    /// What the caller is told of a call that ends with this failure: where a part was sent, why
    /// its stream broke; that others could not continue it is no news to them.
    CallFailure told(CallFailure failure) {
        return switch (failure) {
            case ProviderFailed _,
                    NoDeployment _,
                    LimitsUsedUp _,
                    NotAllowedByTags _,
                    PromptTooLong _,
                    UnknownModel _,
                    Refused _ ->
                    told.orElse(failure);
            case DeadlineExceeded _, ShuttingDown _, CallerLeft _, Bug _ -> failure;
        };
    }

    /// @param failure why the stream broke last
    record Broken(BrokenAnswer answer, ProviderFailure failure) {}
}
