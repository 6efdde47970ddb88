package dev.tollgate.adapters.http.wire;

import dev.tollgate.domain.access.Caller;

/// Answers one kind of request.
@FunctionalInterface
public interface Handler {
    /// @param caller who asks, as far as the route wants to know
    /// @param part what stood in place of the route's variable part, decoded; empty without one
    void handle(Exchange exchange, Caller caller, String part);
}
