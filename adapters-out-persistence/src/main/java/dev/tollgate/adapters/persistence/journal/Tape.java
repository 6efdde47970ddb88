package dev.tollgate.adapters.persistence.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// The segments that an instance writes, one behind the other. Room is promised only on segments
/// whose bytes are on the disk already, and new ones are made while there is some left.
///
/// `free` is what the segments can still take, less what is promised. It may be a record's size too
/// low for a moment, never too high.
final class Tape {
    private static final Logger LOG = LoggerFactory.getLogger(Tape.class);

    private final SegmentSource source;
    private final int most;
    private final IntSupplier others;
    private final Duration rest;
    private final AtomicLong free = new AtomicLong();
    private final List<LiveSegment> segments = new CopyOnWriteArrayList<>();
    private final Queue<LiveSegment> spare = new ConcurrentLinkedQueue<>();
    private final ReentrantLock growing = new ReentrantLock();
    private final ReentrantLock rolling = new ReentrantLock();
    private volatile Optional<LiveSegment> current = Optional.empty();
    private volatile boolean refusing;
    private long retryAt;
    private boolean failing;

    /// @param most segments, those of others included
    /// @param others segments of journals that were taken over, which share the bound
    /// @param rest how long nothing is tried on a disk that failed
    Tape(SegmentSource source, int most, IntSupplier others, Duration rest) {
        this.source = source;
        this.most = most;
        this.others = others;
        this.rest = rest;
    }

    /// Makes segments.
    interface SegmentSource {
        /// @throws IOException the disk is full, or worse
        LiveSegment next() throws IOException;

        /// Bytes that a segment takes.
        int capacity();

        int largestRecord();
    }

    /// Where a record is.
    record Position(LiveSegment segment, int at) {}

    /// Promises room, making a segment if there is too little.
    ///
    /// @return false: there is none
    boolean reserve(long bytes) {
        if (refusing) {
            return false;
        }
        while (!take(bytes)) {
            if (!grow(bytes)) {
                return take(bytes);
            }
        }
        return true;
    }

    private boolean take(long bytes) {
        long left = free.get();
        while (left >= bytes) {
            long seen = free.compareAndExchange(left, left - bytes);
            if (seen == left) {
                return true;
            }
            left = seen;
        }
        return false;
    }

    void giveBack(long bytes) {
        free.addAndGet(bytes);
    }

    /// Promises no more room while this holds.
    void refuse(boolean its) {
        refusing = its;
    }

    /// Writes into room that was promised.
    Position append(Draft draft) {
        Position position = place(draft.size());
        position.segment().put(position.at(), draft);
        return position;
    }

    /// Writes what an attempt is to be found by, which its segment knows of before it is there.
    Position append(Draft draft, Place attempt) {
        Position position = place(draft.size());
        position.segment().add(attempt);
        try {
            position.segment().put(position.at(), draft);
        } catch (Throwable e) {
            position.segment().remove(attempt);
            throw e;
        }
        return position;
    }

    private Position place(int size) {
        while (true) {
            Optional<LiveSegment> last = current;
            if (last.isPresent()) {
                LiveSegment segment = last.get();
                int at = segment.take(size);
                if (at < segment.limit()) {
                    ended(last, at + size - segment.limit());
                    return new Position(segment, at);
                }
            }
            if (!roll(last)) {
                throw new IllegalStateException("room was promised that there is not");
            }
        }
    }

    private void ended(Optional<LiveSegment> last, int beyond) {
        if (beyond >= 0) {
            giveBack(beyond);
            var _ = roll(last);
        }
    }

    /// Goes on to the next segment, unless somebody did.
    private boolean roll(Optional<LiveSegment> full) {
        rolling.lock();
        try {
            LiveSegment next = current.equals(full) ? spare.poll() : null;
            if (next != null) {
                full.ifPresent(it -> it.follow(next));
                current = Optional.of(next);
            }
            return !current.equals(full);
        } finally {
            rolling.unlock();
        }
    }

    /// Makes a segment if there is less room than this.
    ///
    /// @return whether it is worth while to try again
    boolean grow(long wanted) {
        growing.lock();
        try {
            if (free.get() >= wanted) {
                return true;
            }
            if (segments.size() + others.getAsInt() >= most
                    || (failing && System.nanoTime() - retryAt < 0)) {
                return false;
            }
            LiveSegment made = source.next();
            segments.add(made);
            spare.add(made);
            giveBack(source.capacity());
            recovered();
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        } finally {
            growing.unlock();
        }
    }

    private void failed(IOException e) {
        retryAt = System.nanoTime() + rest.toNanos();
        if (!failing) {
            failing = true;
            LOG.error("the journal cannot grow; calls are refused once it is full", e);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("the journal grows again");
        }
    }

    Optional<LiveSegment> first() {
        return segments.stream().findFirst();
    }

    int largestRecord() {
        return source.largestRecord();
    }

    int capacity() {
        return source.capacity();
    }

    /// Whether more than half of all segments are in use.
    boolean crowded() {
        return segments.size() + others.getAsInt() > most / 2;
    }

    /// Deletes the oldest segments before this one whose attempts have all ended. One behind
    /// another that must stay, stays: an attempt's end must not go before its beginning.
    ///
    /// @param needed may have been deleted meanwhile, by who knew of a later one: then nothing is
    void trim(LiveSegment needed) throws IOException {
        List<LiveSegment> gone = new ArrayList<>();
        growing.lock();
        try {
            while (segments.getFirst().before(needed) && segments.getFirst().open().isEmpty()) {
                gone.add(segments.removeFirst());
            }
        } finally {
            growing.unlock();
        }
        for (LiveSegment segment : gone) {
            segment.file().delete();
        }
    }

    void force() throws IOException {
        for (LiveSegment segment : segments) {
            segment.force();
        }
    }

    /// Nothing can be written or read any more.
    void unmap() {
        segments.forEach(segment -> segment.file().unmap());
    }

    /// Nothing of it is needed any more.
    void delete() throws IOException {
        for (LiveSegment segment : segments) {
            segment.file().delete();
        }
    }
}
