package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.Collection;
import java.util.List;

/// Deletes users: their keys first, then their memberships, then themselves.
final class DeleteUsers {
    private static final int MOST_AT_ONCE = 500;

    private final Records records;
    private final Withdrawal withdrawal;

    DeleteUsers(Records records, Withdrawal withdrawal) {
        this.records = records;
        this.withdrawal = withdrawal;
    }

    Outcome delete(Actor actor, List<String> ids) {
        if (ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
            return Outcome.invalid("user_ids", "user_ids must name 1 to 500 users.");
        }
        if (!actor.admin()) {
            return Outcome.forbidden("Only proxy admins can delete users.");
        }
        Collection<Entity> found = records.find(EntityKind.USER, ids).values();
        if (found.size() < ids.stream().distinct().count()) {
            List<String> known = found.stream().map(Entity::id).toList();
            String unknown = ids.stream().filter(id -> !known.contains(id)).findFirst().orElse("");
            return Outcome.missing("user_ids", "User " + unknown + " not found");
        }
        List<String> users = found.stream().map(Entity::id).toList();
        withdrawal.delete(EntityKind.KEY, Owner.USER, users, _ -> true, actor);
        withdrawal.delete(EntityKind.TEAM_MEMBER, Owner.USER, users, _ -> true, actor);
        withdrawal.delete(EntityKind.ORGANIZATION_MEMBER, Owner.USER, users, _ -> true, actor);
        return records.carryOut(
                () ->
                        Records.Plan.write(
                                records.find(EntityKind.USER, users).values().stream()
                                        .<Change>map(user -> records.deletion(user, actor))
                                        .toList(),
                                () -> new Outcome.Done(Fields.NONE.with("deleted", users.size()))));
    }
}
