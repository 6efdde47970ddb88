package dev.tollgate.adapters.providers.continuation;

/// The new answer is asked for from where the sent one stopped. That it does go on from there shows
/// in its first words: one that begins like the sent text has begun anew, which only a target that
/// is known to repeat what it was given may do.
final class Resumption implements Alignment {
    /// So many chars in common with the beginning of the sent text are no coincidence.
    private static final int TELLING = 32;

    private final String sent;
    private final String withheld;
    private final boolean echoes;
    private int withheldSeen;
    private int common;
    private boolean done;

    /// @param sent the text the target was given
    /// @param withheld the rest of what the caller has, which the target has to write first
    /// @param echoes whether the target repeats what it was given
    Resumption(String sent, String withheld, boolean echoes) {
        this.sent = sent;
        this.withheld = withheld;
        this.echoes = echoes;
    }

    @Override
    public Verdict text(Said said, String text) {
        if (done) {
            return TELL;
        }
        if (said == Said.REASONING) {
            // The caller has the thoughts that led to this answer, or there were none.
            return new Verdict.Drop(text.length());
        }
        int owed = Math.min(withheld.length() - withheldSeen, text.length());
        if (!text.regionMatches(0, withheld, withheldSeen, owed)) {
            return DIFFERS;
        }
        withheldSeen += owed;
        return owed == text.length() ? new Verdict.Drop(owed) : compare(text, owed);
    }

    private Verdict compare(String text, int from) {
        int at = from;
        while (at < text.length()
                && common < sent.length()
                && text.charAt(at) == sent.charAt(common)) {
            at++;
            common++;
        }
        if (common == sent.length()) {
            done = echoes;
            return echoes ? new Verdict.Drop(at) : DIFFERS;
        }
        if (common >= TELLING && (!echoes || at < text.length())) {
            return DIFFERS;
        }
        if (at == text.length()) {
            return HOLD;
        }
        done = true;
        return from == 0 ? TELL : new Verdict.Drop(from);
    }

    @Override
    public Verdict other() {
        if (withheldSeen < withheld.length() || common >= TELLING || (echoes && common > 0)) {
            return DIFFERS;
        }
        done = true;
        return TELL;
    }

    @Override
    public boolean done() {
        return done;
    }
}
