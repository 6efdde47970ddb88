package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.journal.Tape.Position;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.Optional;
import java.util.function.Function;

/// Room on the tape. What an attempt's end may need beyond its beginning is promised before it
/// begins.
final class Place implements Journal.Room {
    /// what is promised at first
    static final int FIRST = 8 * 1024;

    /// what an end may take more than its beginning: texts that are not known before
    private static final int GROWTH = 6 * 1024;

    private final Tape tape;
    private final Drafts drafts;
    private final Told told;
    private long promised = FIRST;
    private Optional<Opened> attempt = Optional.empty();
    private Optional<Position> position = Optional.empty();
    private boolean used;

    Place(Tape tape, Drafts drafts, Told told) {
        this.tape = tape;
        this.drafts = drafts;
        this.told = told;
    }

    /// Who counts, and wakes those who wait.
    interface Told {
        void opened();

        /// @param opened whether the attempt was counted
        void settled(boolean opened);

        /// Returns when what was written is as safe as it is to be.
        void safe();
    }

    @Override
    public synchronized void open(Opened its) {
        if (used || attempt.isPresent()) {
            throw new IllegalStateException("a room is for one attempt");
        }
        // From the moment that its record is there the keeper may ask for it to be moved.
        position = Optional.of(written(draft -> begin(its, draft)));
        attempt = Optional.of(its);
        told.opened();
    }

    private Position begin(Opened its, Draft draft) {
        draft.write(its);
        promise(draft, 2L * draft.size() + GROWTH);
        Position begun = tape.append(draft, this);
        promised -= draft.size();
        return begun;
    }

    @Override
    public void settled(LedgerEntry entry) {
        settle(entry);
        told.safe();
    }

    private synchronized void settle(LedgerEntry entry) {
        if (used) {
            throw new IllegalStateException("a room is for one entry");
        }
        var _ = written(draft -> end(entry, draft));
        leave();
        told.settled(attempt.isPresent());
        attempt = Optional.empty();
    }

    private Position end(LedgerEntry entry, Draft draft) {
        draft.write(entry);
        promise(draft, draft.size());
        Position end = tape.append(draft);
        promised -= draft.size();
        return end;
    }

    @Override
    public synchronized void close() {
        if (used) {
            return;
        }
        if (attempt.isPresent()) {
            settle(attempt.get().interrupted());
        } else {
            leave();
        }
    }

    /// Writes the attempt's beginning once more, behind all that was written since, so that its
    /// segment can go.
    ///
    /// @return false: there is no room
    synchronized boolean move() {
        if (used || attempt.isEmpty()) {
            return true;
        }
        Optional<Position> moved = written(draft -> again(attempt.get(), draft));
        if (moved.isPresent()) {
            position.ifPresent(it -> it.segment().remove(this));
            position = moved;
        }
        return moved.isPresent();
    }

    private Optional<Position> again(Opened its, Draft draft) {
        draft.write(its);
        return tape.reserve(draft.size())
                ? Optional.of(tape.append(draft, this))
                : Optional.empty();
    }

    private void leave() {
        used = true;
        position.ifPresent(it -> it.segment().remove(this));
        tape.giveBack(promised);
        promised = 0;
    }

    private void promise(Draft draft, long bytes) {
        if (draft.size() > tape.largestRecord()) {
            throw new IllegalArgumentException(
                    "a ledger entry takes %d bytes at most, not %d: it is in too many accounts"
                            .formatted(tape.largestRecord(), draft.size()));
        }
        long more = bytes - promised;
        if (more > 0) {
            if (!tape.reserve(more)) {
                throw new StorageUnavailable(
                        "the journal is full", new IllegalStateException("no room for an entry"));
            }
            promised += more;
        }
    }

    /// @throws StorageUnavailable the disk fails, or the journal was closed
    private <T> T written(Function<Draft, T> write) {
        Draft draft = drafts.take();
        try {
            return write.apply(draft);
        } catch (InternalError | IllegalStateException e) {
            // What the JVM throws where the disk fails under a mapping, or there is none any more.
            throw new StorageUnavailable("the journal cannot be written", e);
        } finally {
            drafts.giveBack(draft);
        }
    }
}
