package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.http.manage.FieldTable.Mistake;
import dev.tollgate.adapters.http.manage.FieldTable.Mistakes;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.in.manage.ManageUsers.Request;
import dev.tollgate.application.port.in.manage.ManageUsers.UserFilter;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.entity.Fields;

import java.util.List;

/// Management of users.
public final class UserRoutes {
    private static final String[] SORTABLE = {
        "user_id", "user_email", "created_at", "spend", "user_alias", "user_role"
    };

    private final ManageUsers users;

    public UserRoutes(ManageUsers users) {
        this.users = users;
    }

    public ActorHandler make() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                users.manage(actor, new Request.Make(fields(exchange))),
                                KeyFields.MADE));
    }

    public ActorHandler update() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                users.manage(actor, new Request.Update(fields(exchange))),
                                UserFields.CHANGED));
    }

    public ActorHandler updateAll() {
        return Handling.of(
                (exchange, actor, _) -> {
                    JsonNode body = JsonFields.body(exchange);
                    if (body.path("all_users").asBoolean(false)) {
                        throw new Mistakes(
                                List.of(
                                        new Mistake(
                                                "value_error",
                                                "body",
                                                "all_users",
                                                "Name the users: all of them at once is more than"
                                                        + " one request may change")));
                    }
                    Request request =
                            new Request.UpdateAll(UserFields.TABLE.readAll(body, "users"));
                    Replies.send(exchange, users.manage(actor, request), UserFields.RESULTS);
                });
    }

    /// The answer is a number, as it always was.
    public ActorHandler delete() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = UserFields.TABLE.read(JsonFields.body(exchange), "user_ids");
                    Request request = new Request.Delete(asked.texts("user_ids"));
                    Replies.send(
                            exchange,
                            users.manage(actor, request),
                            (json, answer) -> JsonFields.write(json, answer.get("deleted")));
                });
    }

    public ActorHandler info() {
        return Handling.of((exchange, actor, _) -> show(exchange, actor, false, UserFields.INFO));
    }

    /// A user without keys and teams.
    public ActorHandler lightInfo() {
        return Handling.of((exchange, actor, _) -> show(exchange, actor, true, UserFields.USER));
    }

    private void show(Exchange exchange, Actor actor, boolean light, View view) throws Mistakes {
        Query query = new Query(exchange);
        Request request = new Request.Show(query.text("user_id"), light);
        query.check();
        Replies.send(exchange, users.manage(actor, request), view);
    }

    public ActorHandler list() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    String role = query.text("role");
                    UserFilter filter =
                            new UserFilter(
                                    role.isEmpty() ? query.text("user_role") : role,
                                    query.texts("user_ids"),
                                    query.text("user_email"),
                                    query.text("team"),
                                    query.texts("organization_ids"));
                    Paging paging = query.paging("page_size", 25, false, SORTABLE);
                    query.check();
                    Replies.sendPage(
                            exchange,
                            users.manage(actor, new Request.Browse(filter, paging)),
                            Pages.counted("users", UserFields.LISTED));
                });
    }

    public ActorHandler roles() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                users.manage(actor, new Request.Roles()),
                                (json, answer) -> JsonFields.write(json, answer)));
    }

    private static Fields fields(Exchange exchange) throws Mistakes {
        return UserFields.TABLE.read(JsonFields.body(exchange));
    }
}
