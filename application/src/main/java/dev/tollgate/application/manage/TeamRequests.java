package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.Outcome;

/// Gives each request about teams to whoever answers it.
final class TeamRequests implements ManageTeams {
    private final MakeTeam make;
    private final ChangeTeam change;
    private final TeamMembers members;
    private final ShowTeams show;

    TeamRequests(MakeTeam make, ChangeTeam change, TeamMembers members, ShowTeams show) {
        this.make = make;
        this.change = change;
        this.members = members;
        this.show = show;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        return switch (request) {
            case Request.Make(var fields) -> make.make(actor, fields);
            case Request.Update(var fields) -> change.update(actor, fields);
            case Request.Delete(var ids) -> change.delete(actor, ids);
            case Request.Show(var id) -> show.one(actor, id);
            case Request.Browse(var filter, var paging) -> show.browse(actor, filter, paging);
            case Request.Block(var id, var blocked) -> change.block(actor, id, blocked);
            case Request.AddMembers(var team, var added, var limits) ->
                    members.add(actor, team, added, limits);
            case Request.UpdateMember(var fields) -> members.update(actor, fields);
            case Request.RemoveMember(var team, var user, var email) ->
                    members.remove(actor, team, user, email);
            case Request.ChangeModels(var team, var models, var added) ->
                    change.models(actor, team, models, added);
            case Request.ShowPermissions(var team) -> show.permissions(actor, team);
            case Request.SetPermissions(var team, var permissions) ->
                    change.permissions(actor, team, permissions);
            case Request.Available _ -> show.available(actor);
        };
    }
}
