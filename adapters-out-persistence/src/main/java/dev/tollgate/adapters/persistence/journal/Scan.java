package dev.tollgate.adapters.persistence.journal;

import java.util.Optional;

/// Finds all whole records of a segment, whatever lies between them.
final class Scan {
    private static final int STEP = 8;

    private final SegmentFile file;
    private int at = SegmentFile.HEAD;
    private int unreadable;

    Scan(SegmentFile file) {
        this.file = file;
    }

    /// @return nothing at the end
    Optional<Found> next() {
        while (at + Layout.HEAD <= file.size()) {
            Optional<Found> found = file.found(at);
            if (found.isPresent()) {
                at += found.get().size();
                return found;
            }
            if (!file.isZero(at)) {
                unreadable += STEP;
            }
            at += STEP;
        }
        return Optional.empty();
    }

    /// Bytes so far that are written and no record: one that was being written when its process
    /// died, or damage.
    int unreadable() {
        return unreadable;
    }
}
