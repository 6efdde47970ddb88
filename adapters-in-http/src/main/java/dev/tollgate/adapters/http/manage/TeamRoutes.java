package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.http.manage.FieldTable.Mistake;
import dev.tollgate.adapters.http.manage.FieldTable.Mistakes;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageTeams.Request;
import dev.tollgate.application.port.in.manage.ManageTeams.TeamFilter;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;

/// Management of teams and their members.
public final class TeamRoutes {
    private static final String[] SORTABLE = {
        "team_id", "team_alias", "created_at", "updated_at", "spend", "max_budget"
    };

    /// As many teams as the list that turns no pages shows.
    private static final int MOST_IN_ARRAY = 1_000;

    private final ManageTeams teams;

    public TeamRoutes(ManageTeams teams) {
        this.teams = teams;
    }

    public ActorHandler make() {
        return answering(TeamFields.TEAM, asked -> new Request.Make(asked));
    }

    public ActorHandler update() {
        return answering(TeamFields.CHANGED, asked -> new Request.Update(asked), "team_id");
    }

    public ActorHandler delete() {
        return answering(
                View.of(TeamFields.TABLE, "deleted_teams=[]"),
                asked -> new Request.Delete(asked.texts("team_ids")),
                "team_ids");
    }

    public ActorHandler block(boolean blocked) {
        return answering(
                TeamFields.TEAM,
                asked -> new Request.Block(asked.text("team_id"), blocked),
                "team_id");
    }

    public ActorHandler changeModels(boolean added) {
        return answering(
                TeamFields.TEAM,
                asked ->
                        new Request.ChangeModels(
                                asked.text("team_id"), asked.texts("models"), added),
                "team_id",
                "models");
    }

    public ActorHandler setPermissions() {
        return answering(
                TeamFields.TEAM,
                asked ->
                        new Request.SetPermissions(
                                asked.text("team_id"), asked.texts("team_member_permissions")),
                "team_id",
                "team_member_permissions");
    }

    public ActorHandler updateMember() {
        return answering(TeamFields.MEMBER, asked -> new Request.UpdateMember(asked), "team_id");
    }

    public ActorHandler removeMember() {
        return answering(
                TeamFields.TEAM,
                asked ->
                        new Request.RemoveMember(
                                asked.text("team_id"),
                                asked.text("user_id"),
                                asked.text("user_email")),
                "team_id");
    }

    public ActorHandler addMember() {
        return Handling.of(
                (exchange, actor, _) -> {
                    JsonNode body = JsonFields.body(exchange);
                    Fields asked = TeamFields.TABLE.read(body, "team_id", "member");
                    add(exchange, actor, asked, members(body.path("member")), TeamFields.JOINED);
                });
    }

    public ActorHandler addMembers() {
        View view =
                View.of(
                                TeamFields.TABLE,
                                "team_id results=[] total_requested successful_additions"
                                        + " failed_additions=0 updated_team")
                        .nested("updated_team", TeamFields.TEAM);
        FieldTable table = TeamFields.TABLE.with(FieldType.ANY, "members");
        return Handling.of(
                (exchange, actor, _) -> {
                    JsonNode body = JsonFields.body(exchange);
                    Fields asked = table.read(body, "team_id");
                    List<Fields> members = TeamFields.TABLE.readAll(body, "members");
                    Request request = new Request.AddMembers(asked.text("team_id"), members, asked);
                    Replies.send(
                            exchange,
                            teams.manage(actor, request),
                            (json, answer) -> view.write(json, bulk(answer, members)));
                });
    }

    /// All are added or none.
    private static Fields bulk(Fields team, List<Fields> members) {
        List<Fields> results =
                members.stream()
                        .map(
                                member ->
                                        Fields.NONE
                                                .with("user_id", member.get("user_id"))
                                                .with("user_email", member.get("user_email"))
                                                .with("success", true)
                                                .with("error", null))
                        .toList();
        return Fields.NONE
                .with("team_id", team.get("team_id"))
                .with("results", results)
                .with("total_requested", members.size())
                .with("successful_additions", members.size())
                .with("failed_additions", 0)
                .with("updated_team", team);
    }

    private void add(
            Exchange exchange, Actor actor, Fields asked, List<Fields> members, View view) {
        Request request = new Request.AddMembers(asked.text("team_id"), members, asked);
        Replies.send(exchange, teams.manage(actor, request), view);
    }

    /// One member or a list of them.
    private static List<Fields> members(JsonNode member) throws Mistakes {
        if (member.isObject()) {
            return List.of(TeamFields.TABLE.read(member));
        }
        if (!member.isArray()) {
            throw new Mistakes(
                    List.of(
                            new Mistake(
                                    "dict_type",
                                    "body",
                                    "member",
                                    "Input should be a valid dictionary or list of them")));
        }
        List<Fields> members = new ArrayList<>();
        for (JsonNode each : member) {
            members.add(TeamFields.TABLE.read(each));
        }
        return members;
    }

    public ActorHandler info() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Request request = new Request.Show(query.required("team_id"));
                    query.check();
                    Replies.send(exchange, teams.manage(actor, request), TeamFields.INFO);
                });
    }

    public ActorHandler showPermissions() {
        View view =
                View.of(
                        TeamFields.TABLE,
                        "team_id team_member_permissions=[] all_available_permissions=[]");
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Request request = new Request.ShowPermissions(query.required("team_id"));
                    query.check();
                    Replies.send(exchange, teams.manage(actor, request), view);
                });
    }

    /// Everything in one array: at most a thousand teams.
    public ActorHandler list() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    TeamFilter filter = filter(query, true);
                    query.check();
                    Paging paging = new Paging(1, MOST_IN_ARRAY, "team_alias", false);
                    Replies.sendPage(
                            exchange,
                            teams.manage(actor, new Request.Browse(filter, paging)),
                            Pages.array(TeamFields.LISTED));
                });
    }

    public ActorHandler pages() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    TeamFilter filter = filter(query, false);
                    Paging paging = query.paging("page_size", 10, false, SORTABLE);
                    query.check();
                    Replies.sendPage(
                            exchange,
                            teams.manage(actor, new Request.Browse(filter, paging)),
                            Pages.counted("teams", TeamFields.LISTED));
                });
    }

    private static TeamFilter filter(Query query, boolean keys) {
        return new TeamFilter(
                query.text("team_id"),
                query.text("user_id"),
                query.text("organization_id"),
                query.text("team_alias"),
                query.oneOf("status", "deleted").equals("deleted"),
                keys);
    }

    public ActorHandler available() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.sendPage(
                                exchange,
                                teams.manage(actor, new Request.Available()),
                                Pages.array(TeamFields.TEAM)));
    }

    /// What a body's fields ask for.
    private interface Asking {
        Request of(Fields asked);
    }

    private ActorHandler answering(View view, Asking asking, String... required) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TeamFields.TABLE.read(JsonFields.body(exchange), required);
                    Replies.send(exchange, teams.manage(actor, asking.of(asked)), view);
                });
    }
}
