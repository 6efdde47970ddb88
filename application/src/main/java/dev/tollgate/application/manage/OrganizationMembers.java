package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageShared.Kind;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says who is in an organisation, and who administers it.
final class OrganizationMembers {
    private static final int MOST_AT_ONCE = 500;
    private static final Set<String> ROLES =
            Set.of("org_admin", "internal_user", "internal_user_viewer");

    private final Records records;
    private final Members members;

    OrganizationMembers(Records records, Members members) {
        this.records = records;
        this.members = members;
    }

    Outcome add(Actor actor, String organization, List<Fields> added, Fields limits) {
        if (added.isEmpty() || added.size() > MOST_AT_ONCE) {
            return Outcome.invalid("member", "member must name 1 to 500 members.");
        }
        for (Fields member : added) {
            if (member.text("user_id").isEmpty() && member.text("user_email").isEmpty()) {
                return Outcome.incomplete("member", "Each member needs a user_id or user_email.");
            }
            if (!ROLES.contains(role(member))) {
                return Outcome.invalid(
                        "role", "role is org_admin, internal_user or internal_user_viewer.");
            }
        }
        return refusal(actor, organization)
                .or(() -> Limits.check(limits))
                .<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> plan(actor, organization, added, limits)));
    }

    private static String role(Fields member) {
        String role =
                member.text("role").isEmpty() ? member.text("user_role") : member.text("role");
        return role.isEmpty() ? "internal_user" : role;
    }

    private Plan plan(Actor actor, String organization, List<Fields> added, Fields limits) {
        List<Change> changes = new ArrayList<>();
        List<Fields> users = new ArrayList<>();
        List<Fields> memberships = new ArrayList<>();
        for (Fields member : added) {
            Entity user = members.described(member, actor, changes);
            Entity membership =
                    membership(records, actor, organization, user, role(member), limits);
            users.add(user.fields());
            memberships.add(membership.fields());
            changes.add(new Change.Create(membership));
        }
        return new Plan.Write(
                changes,
                () ->
                        new Outcome.Done(
                                Fields.NONE
                                        .with("organization_id", organization)
                                        .with("updated_users", users)
                                        .with("updated_organization_memberships", memberships)),
                conflict ->
                        new Refused(
                                Reason.ALREADY_MEMBER,
                                "member",
                                "User already in organization: " + conflict.id()));
    }

    Outcome update(Actor actor, Fields asked) {
        String organization = asked.text("organization_id");
        boolean named = asked.set("role") || asked.set("user_role");
        if (named && !ROLES.contains(role(asked))) {
            return Outcome.invalid(
                    "role", "role is org_admin, internal_user or internal_user_viewer.");
        }
        return refusal(actor, organization)
                .or(() -> Limits.check(asked))
                .<Outcome>map(why -> why)
                .orElseGet(
                        () ->
                                records.carryOut(
                                        () ->
                                                find(organization, asked)
                                                        .map(
                                                                old ->
                                                                        changed(
                                                                                actor, old, asked,
                                                                                named))
                                                        .orElseGet(() -> unknown(organization))));
    }

    private Plan changed(Actor actor, Entity old, Fields asked, boolean named) {
        Fields fields = old.fields();
        if (named) {
            fields = fields.with("role", role(asked)).with("user_role", role(asked));
        }
        if (asked.has("max_budget_in_organization")) {
            fields = fields.with("max_budget", asked.get("max_budget_in_organization"));
        }
        Fields kept = fields.filled();
        Entity next = records.changed(old, index(kept), kept, actor);
        return Plan.write(List.of(new Change.Replace(next)), () -> new Outcome.Done(kept));
    }

    Outcome remove(Actor actor, String organization, String user, String email) {
        Fields named = Fields.NONE.with("user_id", user).with("user_email", email);
        return refusal(actor, organization)
                .<Outcome>map(why -> why)
                .orElseGet(
                        () ->
                                records.carryOut(
                                        () ->
                                                find(organization, named)
                                                        .map(old -> removal(actor, old))
                                                        .orElseGet(() -> unknown(organization))));
    }

    private Plan removal(Actor actor, Entity member) {
        return Plan.write(
                List.of(records.deletion(member, actor)), () -> new Outcome.Done(member.fields()));
    }

    private static Plan unknown(String organization) {
        return Plan.refuse(
                Outcome.missing(
                        "user_id",
                        "User not found in organization. organization_id=" + organization));
    }

    private Optional<Entity> find(String organization, Fields named) {
        return members.user(named.text("user_id"), named.text("user_email"))
                .flatMap(
                        user ->
                                records.find(
                                        EntityKind.ORGANIZATION_MEMBER,
                                        id(organization, user.id())));
    }

    private Optional<Refused> refusal(Actor actor, String organization) {
        if (records.find(EntityKind.ORGANIZATION, organization).isEmpty()) {
            return Optional.of(SharedObjects.unknown(Kind.ORGANIZATION, organization));
        }
        return actor.admin() || actor.ledOrganizations().contains(organization)
                ? Optional.empty()
                : Optional.of(
                        Outcome.forbidden("Only administrators of the organization may do that."));
    }

    static Entity membership(
            Records records,
            Actor actor,
            String organization,
            Entity user,
            String role,
            Fields limits) {
        Fields fields =
                Fields.NONE
                        .with("organization_id", organization)
                        .with("user_id", user.id())
                        .with("user_email", user.fields().get("user_email"))
                        .with("user_role", role)
                        .with("role", role)
                        .with("max_budget", limits.get("max_budget_in_organization"))
                        .filled();
        return records.made(
                EntityKind.ORGANIZATION_MEMBER,
                id(organization, user.id()),
                index(fields),
                fields,
                actor);
    }

    private static String id(String organization, String user) {
        return organization + "/" + user;
    }

    static EntityIndex index(Fields member) {
        return new EntityIndex(
                "",
                "",
                member.text("user_id"),
                "",
                member.text("organization_id"),
                "",
                member.text("role"));
    }
}
