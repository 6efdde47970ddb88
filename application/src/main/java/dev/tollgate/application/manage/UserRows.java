package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Spend.Spender;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Map;

/// Users as they are shown.
final class UserRows {
    private final Spend spend;
    private final Members members;

    UserRows(Spend spend, Members members) {
        this.spend = spend;
        this.members = members;
    }

    Fields row(Entity user) {
        List<String> teams =
                members.ofUser(user.id()).stream().map(member -> member.index().team()).toList();
        return rows(List.of(user), Map.of(user.id(), teams)).getFirst();
    }

    /// @param teams of each user, by id
    List<Fields> rows(List<Entity> users, Map<String, List<String>> teams) {
        return spend.added(
                users.stream()
                        .map(user -> spender(user, teams.getOrDefault(user.id(), List.of())))
                        .toList());
    }

    private static Spender spender(Entity user, List<String> teams) {
        Fields fields = user.fields();
        Fields row =
                MetadataFields.shown(fields)
                        .with("teams", teams)
                        .with("created_at", user.createdAt().toString())
                        .with("updated_at", user.updatedAt().toString());
        return new Spender(subject(user.id()), fields.text("budget_duration"), row);
    }

    static Subject subject(String user) {
        return Subject.of(Scope.USER, user);
    }
}
