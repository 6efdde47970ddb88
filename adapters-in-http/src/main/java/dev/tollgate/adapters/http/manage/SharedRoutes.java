package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.http.manage.FieldTable.Mistakes;
import dev.tollgate.adapters.http.manage.Replies.PageShape;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageShared;
import dev.tollgate.application.port.in.manage.ManageShared.Kind;
import dev.tollgate.application.port.in.manage.ManageShared.Request;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.entity.Fields;

import java.io.IOException;
import java.util.List;

/// Management of budgets, customers, tags and organisations.
public final class SharedRoutes {
    /// As many as the lists show that turn no pages.
    private static final int MOST = 1_000;

    private final ManageShared shared;

    public SharedRoutes(ManageShared shared) {
        this.shared = shared;
    }

    private static View view(Kind kind) {
        return switch (kind) {
            case BUDGET -> SharedFields.BUDGET;
            case CUSTOMER -> SharedFields.CUSTOMER;
            case TAG -> SharedFields.TAG;
            case ORGANIZATION -> SharedFields.ORGANIZATION;
        };
    }

    public ActorHandler make(Kind kind) {
        return Handling.of(
                (exchange, actor, _) ->
                        changed(exchange, actor, new Request.Make(kind, fields(exchange))));
    }

    public ActorHandler update(Kind kind) {
        return Handling.of(
                (exchange, actor, _) ->
                        changed(exchange, actor, new Request.Update(kind, fields(exchange))));
    }

    /// Tags stand beside a sentence, everything else stands for itself.
    private void changed(Exchange exchange, Actor actor, Request request) {
        View view = view(request.kind());
        if (request.kind() != Kind.TAG) {
            Replies.send(exchange, shared.manage(actor, request), view);
            return;
        }
        Replies.send(
                exchange,
                shared.manage(actor, request),
                (json, tag) -> {
                    json.writeStartObject();
                    json.writeStringField("message", "Tag " + tag.text("name") + " saved");
                    json.writeFieldName("tag");
                    view.write(json, tag);
                    json.writeEndObject();
                });
    }

    /// @param list the field with the ids, a single one or several
    public ActorHandler delete(Kind kind, String list) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = SharedFields.TABLE.read(JsonFields.body(exchange), list);
                    List<String> ids =
                            asked.text(list).isEmpty()
                                    ? asked.texts(list)
                                    : List.of(asked.text(list));
                    Replies.sendPage(
                            exchange,
                            shared.manage(actor, new Request.Delete(kind, ids)),
                            deleted(kind));
                });
    }

    private static PageShape deleted(Kind kind) {
        return switch (kind) {
            case BUDGET -> (json, page) -> SharedFields.BUDGET.write(json, page.items().getFirst());
            case ORGANIZATION -> Pages.array(SharedFields.ORGANIZATION);
            case CUSTOMER ->
                    (json, page) -> {
                        json.writeStartObject();
                        json.writeNumberField("deleted_customers", page.total());
                        json.writeStringField("message", page.total() + " customers deleted");
                        json.writeEndObject();
                    };
            case TAG ->
                    (json, page) -> {
                        json.writeStartObject();
                        json.writeStringField("message", "Tag deleted");
                        json.writeEndObject();
                    };
        };
    }

    /// One object, named in the address.
    public ActorHandler info(Kind kind, String parameter) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Request request = new Request.Show(kind, List.of(query.required(parameter)));
                    query.check();
                    Replies.sendPage(
                            exchange,
                            shared.manage(actor, request),
                            (json, page) -> view(kind).write(json, page.items().getFirst()));
                });
    }

    /// Several objects, named in the body.
    public ActorHandler infos(Kind kind, String list) {
        PageShape shape = kind == Kind.TAG ? SharedRoutes::byName : Pages.array(view(kind));
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = SharedFields.TABLE.read(JsonFields.body(exchange), list);
                    Request request = new Request.Show(kind, asked.texts(list));
                    Replies.sendPage(exchange, shared.manage(actor, request), shape);
                });
    }

    private static void byName(JsonGenerator json, Page page) throws IOException {
        json.writeStartObject();
        for (Fields tag : page.items()) {
            json.writeFieldName(tag.text("name"));
            SharedFields.TAG.write(json, tag);
        }
        json.writeEndObject();
    }

    public ActorHandler list(Kind kind, String alias) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    String part = alias.isEmpty() ? "" : query.text(alias);
                    query.check();
                    Paging paging = new Paging(1, MOST, "created_at", true);
                    Replies.sendPage(
                            exchange,
                            shared.manage(actor, new Request.Browse(kind, part, paging)),
                            Pages.array(view(kind)));
                });
    }

    public ActorHandler block(boolean blocked) {
        View view =
                View.of(SharedFields.TABLE, "blocked_users=[]")
                        .nested("blocked_users", SharedFields.CUSTOMER);
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = SharedFields.TABLE.read(JsonFields.body(exchange), "user_ids");
                    Request request =
                            new Request.Block(Kind.CUSTOMER, asked.texts("user_ids"), blocked);
                    Replies.send(exchange, shared.manage(actor, request), view);
                });
    }

    public ActorHandler addMember() {
        return Handling.of(
                (exchange, actor, _) -> {
                    JsonNode body = JsonFields.body(exchange);
                    Fields asked = SharedFields.TABLE.read(body, "organization_id", "member");
                    JsonNode member = body.path("member");
                    List<Fields> members =
                            member.isObject()
                                    ? List.of(SharedFields.TABLE.read(member))
                                    : SharedFields.TABLE.readAll(body, "member");
                    Request request =
                            new Request.AddMembers(asked.text("organization_id"), members, asked);
                    Replies.send(exchange, shared.manage(actor, request), SharedFields.JOINED);
                });
    }

    public ActorHandler updateMember() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = member(exchange);
                    Replies.send(
                            exchange,
                            shared.manage(actor, new Request.UpdateMember(asked)),
                            SharedFields.MEMBER);
                });
    }

    public ActorHandler removeMember() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = member(exchange);
                    Request request =
                            new Request.RemoveMember(
                                    asked.text("organization_id"),
                                    asked.text("user_id"),
                                    asked.text("user_email"));
                    Replies.send(exchange, shared.manage(actor, request), SharedFields.MEMBER);
                });
    }

    private static Fields member(Exchange exchange) throws Mistakes {
        return SharedFields.TABLE.read(JsonFields.body(exchange), "organization_id");
    }

    private static Fields fields(Exchange exchange) throws Mistakes {
        return SharedFields.TABLE.read(JsonFields.body(exchange));
    }
}
