package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.in.manage.Outcome;

/// Gives each request about users to whoever answers it.
final class UserRequests implements ManageUsers {
    private final MakeUser make;
    private final ChangeUser change;
    private final DeleteUsers delete;
    private final ShowUsers show;

    UserRequests(MakeUser make, ChangeUser change, DeleteUsers delete, ShowUsers show) {
        this.make = make;
        this.change = change;
        this.delete = delete;
        this.show = show;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        return switch (request) {
            case Request.Make(var fields) -> make.make(actor, fields);
            case Request.Update(var fields) -> change.update(actor, fields);
            case Request.UpdateAll(var changes) -> change.updateAll(actor, changes);
            case Request.Delete(var ids) -> delete.delete(actor, ids);
            case Request.Show(var id, var light) -> show.one(actor, id, light);
            case Request.Browse(var filter, var paging) -> show.browse(actor, filter, paging);
            case Request.Roles _ -> new Outcome.Done(UserRoles.described());
        };
    }
}
