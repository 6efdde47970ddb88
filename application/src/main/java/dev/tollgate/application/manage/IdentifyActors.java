package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.IdentifyActor;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks up the memberships of the user whose key was shown.
final class IdentifyActors implements IdentifyActor {
    private static final int MOST_MEMBERSHIPS = 1_000;

    private final Records records;

    IdentifyActors(Records records) {
        this.records = records;
    }

    @Override
    public Actor identify(Caller caller) {
        return switch (caller.role()) {
            case ADMIN -> Actor.MASTER;
            case KEY, ANYONE ->
                    actor(
                            caller.holder(),
                            caller.token().map(_ -> limits(caller.holder())).orElse(Fields.NONE));
        };
    }

    /// What a token itself allows: no key that is made with it allows more.
    private static Fields limits(KeyHolder token) {
        Fields limits = Fields.NONE.with("allowed_routes", token.routes());
        return token.models().lists().stream()
                .filter(list -> list.owner() == ModelAccess.Owner.KEY)
                .findFirst()
                .map(list -> limits.with("models", list.entries()))
                .orElse(limits);
    }

    private Actor actor(KeyHolder holder, Fields limits) {
        boolean known = !holder.user().isEmpty();
        List<Entity> teams = known ? memberships(EntityKind.TEAM_MEMBER, holder) : List.of();
        List<Entity> organizations =
                known ? memberships(EntityKind.ORGANIZATION_MEMBER, holder) : List.of();
        return new Actor(
                holder.user(),
                known ? holder.role() : UserRole.CUSTOMER,
                holder.keyHash(),
                holder.team(),
                teams.stream().map(each -> each.index().team()).collect(Collectors.toSet()),
                teams.stream()
                        .filter(each -> each.index().role().equals("admin"))
                        .map(each -> each.index().team())
                        .collect(Collectors.toSet()),
                led(organizations),
                known ? holder.user() : holder.keyAlias(),
                limits);
    }

    private static Set<String> led(List<Entity> organizations) {
        return organizations.stream()
                .filter(each -> each.index().role().equals("org_admin"))
                .map(each -> each.index().organization())
                .collect(Collectors.toSet());
    }

    private List<Entity> memberships(EntityKind kind, KeyHolder holder) {
        var found =
                records.entities()
                        .belonging(kind, Owner.USER, List.of(holder.user()), MOST_MEMBERSHIPS)
                        .get(holder.user());
        return found == null ? List.of() : found.entities();
    }
}
