package dev.tollgate.adapters.providers.openai;

import java.util.BitSet;

/// Which choices of a streamed answer have begun, and which gave their finish reason. One that goes
/// on after its finish reason is open again, until its next one or until the provider says that the
/// stream is done.
final class Choices {
    /// No provider gives more; what counts further is taken for the last.
    private static final int MOST = 1024;

    private final int asked;
    private final BitSet begun = new BitSet();
    private final BitSet finished = new BitSet();
    private final BitSet reopened = new BitSet();

    /// @param asked choices that must finish before silence can be the end
    Choices(int asked) {
        this.asked = asked;
    }

    /// A chunk of one choice.
    void chunk(long index, boolean content, boolean finish) {
        int choice = (int) Math.min(index, MOST - 1);
        begun.set(choice);
        if (finish) {
            finished.set(choice);
            reopened.clear(choice);
        } else if (content && finished.get(choice)) {
            reopened.set(choice);
        }
    }

    /// Whether all that was asked for is there, though the provider did not say so.
    boolean finished() {
        return !finished.isEmpty()
                && reopened.isEmpty()
                && finished.cardinality() >= asked
                && doneWouldBeTrue();
    }

    /// Whether a provider that says it is done is right.
    boolean doneWouldBeTrue() {
        return !finished.isEmpty() && finished.cardinality() == begun.cardinality();
    }
}
