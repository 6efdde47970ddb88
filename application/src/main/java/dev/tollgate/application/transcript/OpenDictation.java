package dev.tollgate.application.transcript;

import dev.tollgate.domain.call.Frame;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Remembers what was said in a call, which costs no copy, until it has ended.
final class OpenDictation implements Dictation {
    /// Longer letters are left out, and so are longer whole answers; of events the first are kept.
    static final int LONGEST_LETTER = 8 << 20;

    static final int LONGEST_ANSWER = 1 << 20;
    private static final byte[] NOTHING = new byte[0];

    private final Scribe scribe;
    private final byte[] asked;
    private final boolean letterLeftOut;
    private final List<Frame> events = new ArrayList<>();
    private byte[] body = NOTHING;
    private int answered;
    private boolean cut;
    private boolean over;

    OpenDictation(Scribe scribe, byte[] letter) {
        this.scribe = scribe;
        boolean fits = letter.length <= LONGEST_LETTER && scribe.take(letter.length);
        this.asked = fits ? letter : NOTHING;
        this.letterLeftOut = !fits;
    }

    @Override
    public void whole(byte[] its) {
        if (its.length <= LONGEST_ANSWER && scribe.take(its.length)) {
            body = its;
            answered = its.length;
        } else {
            cut = true;
        }
    }

    @Override
    public void frame(Frame frame) {
        if (cut) {
            return;
        }
        int length = frame.length();
        if (answered + length <= LONGEST_ANSWER && scribe.take(length)) {
            events.add(frame);
            answered += length;
        } else {
            cut = true;
        }
    }

    @Override
    public void ended(UUID call) {
        if (!over) {
            over = true;
            scribe.bring(new Said(call, asked, body, events, cut || letterLeftOut));
        }
    }

    @Override
    public void dropped() {
        if (!over) {
            over = true;
            scribe.giveBack((long) asked.length + answered);
        }
    }
}
