package dev.tollgate.adapters.http.manage;

import dev.tollgate.adapters.http.manage.FieldTable.Mistakes;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;

/// The body of a handler: what cannot be read is answered in one place.
@FunctionalInterface
interface Handling {
    void handle(Exchange exchange, Actor actor, String part) throws Mistakes;

    static ActorHandler of(Handling handling) {
        return (exchange, actor, part) -> {
            try {
                handling.handle(exchange, actor, part);
            } catch (Mistakes mistakes) {
                Replies.mistakes(exchange, mistakes);
            }
        };
    }
}
