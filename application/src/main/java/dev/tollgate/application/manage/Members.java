package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Who is in which team, and who somebody is.
final class Members {
    /// The most members of a team that are shown or looked through.
    static final int MOST = 1_000;

    private static final List<String> LIMITS =
            List.of(
                    "max_budget_in_team",
                    "budget_duration",
                    "tpm_limit",
                    "rpm_limit",
                    "allowed_models",
                    "model_max_budget",
                    "soft_budget",
                    "max_parallel_requests",
                    "temp_budget_increase",
                    "temp_budget_expiry",
                    "budget_id");

    private final Records records;
    private final Chance chance;

    Members(Records records, Chance chance) {
        this.records = records;
        this.chance = chance;
    }

    /// A user by id or, without one, by e-mail address.
    Optional<Entity> user(String id, String email) {
        return id.isEmpty() ? byEmail(email) : records.find(EntityKind.USER, id);
    }

    Optional<Entity> byEmail(String email) {
        return email.isEmpty()
                ? Optional.empty()
                : records
                        .entities()
                        .list(
                                new EntityQuery(
                                        EntityKind.USER,
                                        new EntityIndex(
                                                email.toLowerCase(Locale.ROOT),
                                                "",
                                                "",
                                                "",
                                                "",
                                                "",
                                                ""),
                                        EntityIndex.NONE,
                                        false,
                                        Sort.ID,
                                        false,
                                        0,
                                        1))
                        .entities()
                        .stream()
                        .findFirst();
    }

    /// The user that a member is described by; somebody unknown is to be made.
    ///
    /// @param making gets the change that makes them
    Entity described(Fields member, Actor by, List<Change> making) {
        String id = member.text("user_id");
        String email = member.text("user_email");
        Optional<Entity> known = user(id, email);
        if (known.isPresent()) {
            return known.get();
        }
        Fields fields = Fields.NONE.with("user_id", id.isEmpty() ? chance.id() : id);
        if (!email.isEmpty()) {
            fields = fields.with("user_email", email);
        }
        Entity user =
                records.made(
                        EntityKind.USER, fields.text("user_id"), Indexes.user(fields), fields, by);
        making.add(new Change.Create(user));
        return user;
    }

    /// A membership that is not kept yet.
    Entity membership(String team, Entity user, String role, Fields limits, Actor by) {
        Fields fields =
                Fields.NONE
                        .with("team_id", team)
                        .with("user_id", user.id())
                        .with("user_email", user.fields().get("user_email"))
                        .with("role", role.isEmpty() ? "user" : role)
                        .merged(limits.only(LIMITS))
                        .filled();
        return records.made(
                EntityKind.TEAM_MEMBER,
                Teams.member(team, user.id()),
                Indexes.member(fields),
                fields,
                by);
    }

    Optional<Entity> membership(String team, String user) {
        return records.find(EntityKind.TEAM_MEMBER, Teams.member(team, user));
    }

    List<Entity> of(String team) {
        return ofTeams(List.of(team)).getOrDefault(team, List.of());
    }

    /// The members of many teams in one look, those who joined first before the others.
    Map<String, List<Entity>> ofTeams(Collection<String> teams) {
        return entities(EntityKind.TEAM_MEMBER, Owner.TEAM, teams);
    }

    /// The memberships of a user.
    List<Entity> ofUser(String user) {
        return entities(EntityKind.TEAM_MEMBER, Owner.USER, List.of(user))
                .getOrDefault(user, List.of());
    }

    /// The memberships in organisations.
    List<Entity> ofOrganizations(Collection<String> organizations) {
        return entities(EntityKind.ORGANIZATION_MEMBER, Owner.ORGANIZATION, organizations)
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private Map<String, List<Entity>> entities(
            EntityKind kind, Owner owner, Collection<String> owners) {
        Map<String, List<Entity>> found = new LinkedHashMap<>();
        if (!owners.isEmpty()) {
            Map<String, EntityPage> pages = records.entities().belonging(kind, owner, owners, MOST);
            pages.forEach((id, page) -> found.put(id, inOrder(page)));
        }
        return found;
    }

    private static List<Entity> inOrder(EntityPage page) {
        List<Entity> members = new ArrayList<>(page.entities());
        members.sort(Comparator.comparing(Entity::createdAt).thenComparing(Entity::id));
        return members;
    }

    /// `members_with_roles`
    static List<Fields> shown(List<Entity> members) {
        return members.stream()
                .map(
                        member ->
                                Fields.NONE
                                        .with("user_id", member.fields().get("user_id"))
                                        .with("user_email", member.fields().get("user_email"))
                                        .with("role", member.fields().get("role")))
                .toList();
    }
}
