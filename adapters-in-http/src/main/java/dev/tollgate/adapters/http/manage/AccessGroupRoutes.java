package dev.tollgate.adapters.http.manage;

import dev.tollgate.application.port.in.manage.ManageAccessGroups;
import dev.tollgate.application.port.in.manage.ManageAccessGroups.Request;
import dev.tollgate.domain.entity.Fields;

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

    private static final FieldTable KEPT =
            FieldTable.empty()
                    .with(FieldType.TEXT, "access_group_name description")
                    .with(
                            FieldType.TEXTS,
                            """
                            access_model_names access_mcp_server_ids access_agent_ids
                            assigned_team_ids assigned_key_ids
                            """);
    private static final View KEPT_SHOWN =
            View.of(
                    KEPT,
                    """
                    access_group_id access_group_name description access_model_names=[]
                    access_mcp_server_ids=[] access_agent_ids=[] assigned_team_ids=[]
                    assigned_key_ids=[] created_at created_by updated_at updated_by
                    """);

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

    /// `POST /v1/access_group`
    public ActorHandler makeWithId() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = KEPT.read(JsonFields.body(exchange), "access_group_name");
                    Replies.sendCreated(
                            exchange,
                            groups.manage(actor, new Request.MakeWithId(asked)),
                            KEPT_SHOWN);
                });
    }

    /// `GET /v1/access_group`
    public ActorHandler listKept() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.sendPage(
                                exchange,
                                groups.manage(actor, new Request.BrowseKept()),
                                Pages.array(KEPT_SHOWN)));
    }

    /// `GET /v1/access_group/{id}`
    public ActorHandler infoById() {
        return Handling.of(
                (exchange, actor, id) ->
                        Replies.send(
                                exchange,
                                groups.manage(actor, new Request.ShowById(id)),
                                KEPT_SHOWN));
    }

    /// `PUT /v1/access_group/{id}`
    public ActorHandler updateById() {
        return Handling.of(
                (exchange, actor, id) -> {
                    Fields asked = KEPT.read(JsonFields.body(exchange));
                    Replies.send(
                            exchange,
                            groups.manage(actor, new Request.UpdateById(id, asked)),
                            KEPT_SHOWN);
                });
    }

    /// `DELETE /v1/access_group/{id}`
    public ActorHandler deleteById() {
        return Handling.of(
                (exchange, actor, id) ->
                        Replies.sendNothing(
                                exchange, groups.manage(actor, new Request.DeleteById(id))));
    }
}
