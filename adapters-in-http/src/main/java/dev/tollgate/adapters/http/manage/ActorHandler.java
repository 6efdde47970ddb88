package dev.tollgate.adapters.http.manage;

import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;

/// Answers one kind of management request.
@FunctionalInterface
public interface ActorHandler {
    /// @param part what stood in place of the route's variable part, decoded; empty without one
    void handle(Exchange exchange, Actor actor, String part);
}
