package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageShared;
import dev.tollgate.application.port.in.manage.Outcome;

/// Gives each request about budgets, customers, tags and organisations to whoever answers it.
final class SharedRequests implements ManageShared {
    private final SharedObjects objects;
    private final OrganizationMembers members;

    SharedRequests(SharedObjects objects, OrganizationMembers members) {
        this.objects = objects;
        this.members = members;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        return switch (request) {
            case Request.Make(var kind, var fields) -> objects.make(actor, kind, fields);
            case Request.Update(var kind, var fields) -> objects.update(actor, kind, fields);
            case Request.Delete(var kind, var ids) -> objects.delete(actor, kind, ids);
            case Request.Show(var kind, var ids) -> objects.show(actor, kind, ids);
            case Request.Browse(var kind, var part, var paging) ->
                    objects.browse(actor, kind, part, paging);
            case Request.Block(var _, var ids, var blocked) -> objects.block(actor, ids, blocked);
            case Request.AddMembers(var organization, var added, var limits) ->
                    members.add(actor, organization, added, limits);
            case Request.UpdateMember(var fields) -> members.update(actor, fields);
            case Request.RemoveMember(var organization, var user, var email) ->
                    members.remove(actor, organization, user, email);
        };
    }
}
