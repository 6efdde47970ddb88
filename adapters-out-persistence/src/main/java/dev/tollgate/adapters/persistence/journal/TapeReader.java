package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.domain.ledger.LedgerEntry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Follows the writers of a tape, and gives what was settled.
final class TapeReader implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(TapeReader.class);

    private final Tape tape;
    private final Given given = new Given();
    private Optional<LiveSegment> segment = Optional.empty();
    private int at = SegmentFile.HEAD;
    private volatile Optional<LiveSegment> needed = Optional.empty();

    TapeReader(Tape tape) {
        this.tape = tape;
    }

    /// The oldest segment that has what was not posted, or may get it.
    Optional<LiveSegment> needed() {
        return needed;
    }

    @Override
    public List<LedgerEntry> take(int most) {
        if (given.size() == 0) {
            while (given.size() < most && step()) {}
            arrived();
        }
        return given.first(most);
    }

    @Override
    public int posted(Set<UUID> ids) {
        int count = given.posted(ids);
        arrived();
        return count;
    }

    /// Nothing before this is needed once all that was given is posted.
    private void arrived() {
        if (given.size() == 0 || needed.isEmpty()) {
            needed = segment;
        }
    }

    /// @return false: there is no more
    private boolean step() {
        if (segment.isEmpty()) {
            segment = tape.first();
            needed = segment;
            return segment.isPresent();
        }
        LiveSegment here = segment.get();
        if (at >= here.limit()) {
            return next(here);
        }
        int length = here.file().lengthAt(at);
        int size = length == 0 ? here.abandonedAt(at) : Layout.size(length);
        if (length != 0 && here.file().kindAt(at) == Layout.SETTLED) {
            read(here.file());
        }
        at += size;
        return size > 0;
    }

    private boolean next(LiveSegment here) {
        Optional<LiveSegment> next = here.next();
        if (next.isPresent()) {
            segment = next;
            at = SegmentFile.HEAD;
        }
        return next.isPresent();
    }

    private void read(SegmentFile file) {
        Optional<LedgerEntry> entry = file.found(at).flatMap(Found::entry);
        if (entry.isPresent()) {
            given.add(entry.get(), file, at);
        } else {
            LOG.error("{} is damaged at byte {}: an entry is lost", file.file(), at);
        }
    }
}
