package dev.tollgate.adapters.providers.sse;

import java.io.IOException;

/// The stream holds a line that belongs to no event.
public final class NotAnEvent extends IOException {
    private static final long serialVersionUID = 1L;

    NotAnEvent() {
        super("a line that belongs to no event");
    }
}
