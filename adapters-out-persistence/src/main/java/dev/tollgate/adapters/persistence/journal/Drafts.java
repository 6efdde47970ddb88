package dev.tollgate.adapters.persistence.journal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Drafts that are used again. Virtual threads are too many for one each.
final class Drafts {
    private static final int PLACES = 64;

    private final AtomicReferenceArray<@Nullable Draft> free = new AtomicReferenceArray<>(PLACES);

    Draft take() {
        Draft draft = free.getAndSet(place(), null);
        return draft == null ? new Draft() : draft;
    }

    void giveBack(Draft draft) {
        if (!draft.bloated()) {
            free.set(place(), draft);
        }
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & PLACES - 1;
    }
}
