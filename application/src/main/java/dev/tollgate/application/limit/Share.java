package dev.tollgate.application.limit;

import dev.tollgate.application.limit.RateBook.Left;
import dev.tollgate.application.limit.RateBook.Line;

import java.util.List;
import java.util.Optional;

/// What one call took of its limits. Used by one thread.
public final class Share implements AutoCloseable {
    /// Of a call that has no limits.
    public static final Share NONE = new Share(List.of(), List.of());

    private final Optional<RateBook> book;
    private final List<Line> lines;
    private final List<Left> left;
    private final long takenAt;
    private long tokens;
    private boolean untouched;
    private boolean closed;

    private Share(List<Line> lines, List<Left> left) {
        this.book = Optional.empty();
        this.lines = lines;
        this.left = left;
        this.takenAt = 0;
    }

    /// @param takenAt the second in which it is counted
    Share(RateBook book, List<Line> lines, List<Left> left, long takenAt) {
        this.book = Optional.of(book);
        this.lines = lines;
        this.left = left;
        this.takenAt = takenAt;
    }

    /// What the limits had left when the call began.
    public List<Left> left() {
        return left;
    }

    /// An attempt of the call used this many tokens.
    public void used(long more) {
        tokens += more;
    }

    /// Nobody was asked in the call: when it ends, it has used up nothing.
    public void untouched() {
        untouched = true;
    }

    /// The call has ended: what it used takes the place of the estimate.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            book.ifPresent(
                    its -> {
                        its.used(lines, untouched ? 0 : 1, tokens, takenAt);
                        its.ended(lines);
                    });
        }
    }
}
