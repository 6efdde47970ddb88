package dev.tollgate.adapters.http.manage;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.Handler;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.IdentifyActor;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.access.Caller;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.time.Duration;
import java.util.List;

/// A management route: lets nobody in whose role does not reach.
public final class Managed implements Handler {
    private static final HeaderName CHANGED_BY = HeaderNames.create("litellm-changed-by");
    private static final int MAX_AUTHOR = 200;

    private final String path;
    private final Access access;
    private final boolean globalSpend;
    private final IdentifyActor actors;
    private final ActorHandler handler;

    /// @param path shown to those who are refused
    /// @param groups that the route belongs to
    public Managed(
            String path,
            Access access,
            List<RouteGroup> groups,
            IdentifyActor actors,
            ActorHandler handler) {
        this.path = path;
        this.access = access;
        this.globalSpend = groups.contains(RouteGroup.GLOBAL_SPEND);
        this.actors = actors;
        this.handler = handler;
    }

    @Override
    public void handle(Exchange exchange, Caller caller, String part) {
        try {
            Actor actor = actor(caller);
            if (!access.allows(actor.role())) {
                throw RequestRefused.andClose(refusal(actor));
            }
            handler.handle(exchange, actor.as(author(exchange)), part);
        } catch (StorageUnavailable _) {
            throw RequestRefused.with(
                    ErrorBody.of(
                                    503,
                                    "no_db_connection",
                                    "",
                                    "Service Unavailable: the gateway's store does not answer; try"
                                            + " again.")
                            .withDetail()
                            .retryAfter(Duration.ofSeconds(1), true));
        }
    }

    /// Who has a key for that is shown what everybody spent.
    private Actor actor(Caller caller) {
        Actor actor = actors.identify(caller);
        return globalSpend && caller.holder().readsSpend() ? actor.seeingAll() : actor;
    }

    private ErrorBody refusal(Actor actor) {
        return ErrorBody.of(
                        401,
                        "auth_error",
                        "",
                        "Authentication Error, Only proxy admin can be used to generate, delete,"
                                + " update info for new keys/users/teams. Route=%s. Your role=%s."
                                        .formatted(path, role(actor)))
                .withDetail();
    }

    private static String role(Actor actor) {
        return actor.userId().isEmpty() ? "unknown" : actor.role().text();
    }

    /// Another name for the one who changes something, as tools send it; odd ones are not kept.
    private static String author(Exchange exchange) {
        String name = exchange.header(CHANGED_BY).strip();
        boolean plain =
                name.length() <= MAX_AUTHOR && name.chars().allMatch(c -> c >= ' ' && c < 127);
        return plain ? name : "";
    }
}
