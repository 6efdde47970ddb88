package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.adapters.providers.continuation.Transcript.Run;

import java.util.List;

/// The new answer is asked for from its beginning: it has to repeat what was sent, char by char.
final class Repetition implements Alignment {
    private final List<Run> runs;
    private int run;
    private int at;

    Repetition(List<Run> runs) {
        this.runs = runs;
    }

    @Override
    public Verdict text(Said said, String text) {
        int repeated = 0;
        while (repeated < text.length() && !done()) {
            Run expected = runs.get(run);
            int length = Math.min(text.length() - repeated, expected.text().length() - at);
            if (expected.said() != said
                    || !text.regionMatches(
                            repeated, expected.text().substring(at, at + length), 0, length)) {
                return DIFFERS;
            }
            repeated += length;
            at += length;
            if (at == expected.text().length()) {
                run++;
                at = 0;
            }
        }
        return new Verdict.Drop(repeated);
    }

    @Override
    public Verdict other() {
        return done() ? TELL : DIFFERS;
    }

    @Override
    public boolean done() {
        return run == runs.size();
    }
}
