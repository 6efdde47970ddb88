package dev.tollgate.application.setup;

import dev.tollgate.domain.call.ModelCall;

/// Which calls are kept word for word. The operator decides that any are; a key, its team and the
/// caller can only take theirs out.
///
/// @param kept whether calls are kept at all
/// @param refusable whether a call with `no-log` is not
public record TranscriptRules(boolean kept, boolean refusable) {
    public static final TranscriptRules NOTHING = new TranscriptRules(false, true);

    private static final String REFUSAL = "no-log";

    public boolean keep(ModelCall call) {
        return kept
                && !call.caller().holder().confidential()
                && !call.attribution().confidential()
                && !(refusable && call.letter().isTrue(REFUSAL));
    }
}
