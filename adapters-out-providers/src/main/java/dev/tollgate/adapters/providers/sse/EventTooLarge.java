package dev.tollgate.adapters.providers.sse;

import java.io.IOException;

/// One event is larger than the reader's bound.
public final class EventTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    EventTooLarge(int limit) {
        super("an event of more than %d bytes".formatted(limit));
    }
}
