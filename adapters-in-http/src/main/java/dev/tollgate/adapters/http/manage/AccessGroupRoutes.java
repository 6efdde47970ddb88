package dev.tollgate.adapters.http.manage;

import dev.tollgate.application.port.in.manage.ManageAccessGroups;
import dev.tollgate.application.port.in.manage.ManageAccessGroups.Request;

/// Management of access groups.
public final class AccessGroupRoutes {
    private static final FieldTable TABLE =
            FieldTable.empty()
                    .with(FieldType.TEXT, "access_group message")
                    .with(FieldType.TEXTS, "model_names model_ids")
                    .with(FieldType.WHOLE, "models_updated deployment_count");
    private static final View CHANGED =
            View.of(TABLE, "access_group model_names=[] models_updated=0");
    private static final View SHOWN =
            View.of(TABLE, "access_group model_names=[] deployment_count=0");

    private final ManageAccessGroups groups;

    public AccessGroupRoutes(ManageAccessGroups groups) {
        this.groups = groups;
    }

    /// `POST /access_group/new`
    public ActorHandler make() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Request request =
                            new Request.Make(TABLE.read(JsonFields.body(exchange), "access_group"));
                    Replies.send(exchange, groups.manage(actor, request), CHANGED);
                });
    }

    /// `GET /access_group/list`
    public ActorHandler list() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.sendPage(
                                exchange,
                                groups.manage(actor, new Request.Browse()),
                                (json, page) -> {
                                    json.writeStartObject();
                                    json.writeFieldName("access_groups");
                                    Pages.array(SHOWN).write(json, page);
                                    json.writeEndObject();
                                }));
    }

    /// `GET /access_group/{group}/info`
    public ActorHandler info() {
        return Handling.of(
                (exchange, actor, group) ->
                        Replies.send(
                                exchange, groups.manage(actor, new Request.Show(group)), SHOWN));
    }

    /// `PUT /access_group/{group}/update`
    public ActorHandler update() {
        return Handling.of(
                (exchange, actor, group) -> {
                    Request request =
                            new Request.Update(group, TABLE.read(JsonFields.body(exchange)));
                    Replies.send(exchange, groups.manage(actor, request), CHANGED);
                });
    }

    /// `DELETE /access_group/{group}/delete`
    public ActorHandler delete() {
        View told = View.of(TABLE, "access_group models_updated=0 message");
        return Handling.of(
                (exchange, actor, group) ->
                        Replies.send(
                                exchange,
                                groups.manage(actor, new Request.Delete(group)),
                                (json, row) ->
                                        told.write(
                                                json,
                                                row.with(
                                                        "message",
                                                        "Access group '%s' deleted successfully"
                                                                .formatted(group)))));
    }
}
