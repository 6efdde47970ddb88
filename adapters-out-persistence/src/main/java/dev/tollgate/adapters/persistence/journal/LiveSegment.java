package dev.tollgate.adapters.persistence.journal;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A segment that is written to by many threads at once: each takes its bytes by one addition, and
/// then writes there undisturbed.
final class LiveSegment {
    private final SegmentFile file;
    private final int limit;
    private final AtomicInteger tail = new AtomicInteger(SegmentFile.HEAD);
    private final Set<Place> open = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> abandoned = new ConcurrentHashMap<>();
    private volatile boolean unforced;
    private volatile Optional<LiveSegment> next = Optional.empty();

    /// @param limit where the last record may begin, so that the largest one fits behind it
    LiveSegment(SegmentFile file, int limit) {
        this.file = file;
        this.limit = limit;
    }

    SegmentFile file() {
        return file;
    }

    /// Whether it was made earlier than another.
    boolean before(LiveSegment other) {
        return file.sequence() < other.file.sequence();
    }

    int limit() {
        return limit;
    }

    /// Takes bytes.
    ///
    /// @return where they begin; at or behind the limit: there are none left
    int take(int size) {
        return tail.getAndAdd(size);
    }

    void put(int at, Draft draft) {
        try {
            file.put(at, draft);
        } catch (Throwable e) {
            // The reader must not wait for what will never come.
            abandoned.put(at, draft.size());
            throw e;
        }
        unforced = true;
    }

    /// Bytes to skip where a record was begun and never ended; 0: none was.
    int abandonedAt(int at) {
        return abandoned.getOrDefault(at, 0);
    }

    void add(Place attempt) {
        open.add(attempt);
    }

    void remove(Place attempt) {
        open.remove(attempt);
    }

    /// Attempts that run, and whose record is here.
    Set<Place> open() {
        return open;
    }

    Optional<LiveSegment> next() {
        return next;
    }

    void follow(LiveSegment its) {
        next = Optional.of(its);
    }

    /// Brings to the disk what was written until now.
    void force() throws IOException {
        if (unforced) {
            unforced = false;
            try {
                file.force();
            } catch (IOException | RuntimeException e) {
                unforced = true;
                throw e;
            }
        }
    }
}
