package dev.tollgate.application.access;

import dev.tollgate.application.access.KnownKey.Found;
import dev.tollgate.application.port.in.IdentifyCaller.Whose;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.ModelAccess.ModelList;
import dev.tollgate.domain.access.ModelAccess.Owner;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.limit.RateLimit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gathers a key, whom it belongs to, and all their lists, budgets and limits into one holder.
final class HolderReader {
    private static final String CONFIDENTIAL = "turn_off_message_logging";

    private final Entities entities;

    HolderReader(Entities entities) {
        this.entities = entities;
    }

    /// @param now decides whether an old key's grace has ended
    KnownKey read(String hash, Instant now) {
        Set<Reference> dependsOn = new HashSet<>();
        Optional<Entity> key =
                one(EntityKind.KEY, hash, dependsOn).or(() -> retired(hash, now, dependsOn));
        return key.<KnownKey>map(each -> new Gathering(each, dependsOn).found())
                .orElseGet(() -> new KnownKey.Missing(dependsOn));
    }

    /// The same for somebody who has no key that is kept.
    ///
    /// @param standIn a key as it would be
    /// @param dependsOn what else the stand-in was made of
    KnownKey.Found read(Entity standIn, Set<Reference> dependsOn) {
        return new Gathering(standIn, new HashSet<>(dependsOn)).found();
    }

    /// The key that took the place of this one, as long as both are good.
    private Optional<Entity> retired(String hash, Instant now, Set<Reference> dependsOn) {
        Optional<Entity> old = one(EntityKind.RETIRED_KEY, hash, dependsOn);
        Optional<Instant> end = old.flatMap(its -> LimitFields.instant(its.fields(), "revoke_at"));
        return end.filter(now::isBefore)
                .flatMap(_ -> one(EntityKind.KEY, old.get().fields().text("active_key"), dependsOn))
                .map(key -> expiring(key, end.get()));
    }

    private static Entity expiring(Entity key, Instant end) {
        boolean sooner =
                LimitFields.instant(key.fields(), "expires").filter(end::isAfter).isPresent();
        return sooner
                ? key
                : new Entity(
                        key.kind(),
                        key.id(),
                        key.version(),
                        key.index(),
                        key.fields().with("expires", end.toString()),
                        key.createdAt(),
                        key.createdBy(),
                        key.updatedAt(),
                        key.updatedBy());
    }

    private Optional<Entity> one(EntityKind kind, String id, Set<Reference> dependsOn) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        dependsOn.add(new Reference(kind, id));
        return entities.find(kind, List.of(id)).stream().findFirst();
    }

    /// The work for one key.
    private final class Gathering {
        private final Entity key;
        private final Set<Reference> dependsOn;
        private final String user;
        private final String team;
        private final Fields userFields;
        private final Fields teamFields;
        private Fields organizationFields = Fields.NONE;
        private final List<ModelList> lists = new ArrayList<>();
        private final List<Budget> budgets = new ArrayList<>();
        private final List<RateLimit> limits = new ArrayList<>();

        Gathering(Entity key, Set<Reference> dependsOn) {
            this.key = key;
            this.dependsOn = dependsOn;
            this.user = key.fields().text("user_id");
            this.team = key.fields().text("team_id");
            this.userFields = fields(EntityKind.USER, user);
            this.teamFields = fields(EntityKind.TEAM, team);
        }

        private Fields fields(EntityKind kind, String id) {
            return one(kind, id, dependsOn).map(Entity::fields).orElse(Fields.NONE);
        }

        Found found() {
            Fields own = key.fields();
            String keyId = own.text("tollgate_key_id");
            add(new Subject(Scope.KEY, keyId, ""), Owner.KEY, withBudgetRow(own));
            if (!team.isEmpty()) {
                add(Subject.of(Scope.TEAM, team), Owner.TEAM, withBudgetRow(teamFields));
                if (!user.isEmpty()) {
                    addMember();
                }
            }
            if (!user.isEmpty()) {
                addUser();
            }
            String organization = addOrganization();
            return new Found(holder(keyId, organization), blocked(organization), dependsOn);
        }

        private void addMember() {
            String id = team + "/" + user;
            Fields member = fields(EntityKind.TEAM_MEMBER, id);
            Fields limited = withBudgetRow(member);
            Fields named =
                    member.set("max_budget_in_team")
                            ? limited.with("max_budget", member.get("max_budget_in_team"))
                            : forEachMember().merged(limited.filled());
            add(
                    Subject.of(Scope.TEAM_MEMBER, id),
                    Owner.TEAM,
                    named.with("models", member.get("allowed_models")));
        }

        /// What the team gives to members who have no budget of their own.
        private Fields forEachMember() {
            return Fields.NONE
                    .with("max_budget", teamFields.get("team_member_budget"))
                    .with("budget_duration", teamFields.get("team_member_budget_duration"))
                    .with("rpm_limit", teamFields.get("team_member_rpm_limit"))
                    .with("tpm_limit", teamFields.get("team_member_tpm_limit"))
                    .filled();
        }

        private void addUser() {
            Fields limited = withBudgetRow(userFields);
            // A user's own list is for keys that no team stands behind.
            add(
                    Subject.of(Scope.USER, user),
                    Owner.USER,
                    team.isEmpty() ? limited : limited.without("models"));
        }

        private String addOrganization() {
            String own = key.fields().text("organization_id");
            String id = own.isEmpty() ? teamFields.text("organization_id") : own;
            if (!id.isEmpty()) {
                organizationFields = fields(EntityKind.ORGANIZATION, id);
                add(
                        Subject.of(Scope.ORGANIZATION, id),
                        Owner.ORGANIZATION,
                        withBudgetRow(organizationFields));
            }
            return id;
        }

        private void add(Subject subject, Owner owner, Fields fields) {
            LimitFields read = new LimitFields(subject, fields);
            budgets.addAll(read.budgets());
            limits.addAll(read.limits());
            List<String> models = fields.texts("models");
            List<String> groups = fields.texts("access_group_ids");
            if (!models.isEmpty() || !groups.isEmpty()) {
                List<String> entries = new ArrayList<>(models);
                groups.forEach(group -> addGroup(group, entries));
                lists.add(new ModelList(owner, subject.id(), entries));
            }
        }

        /// A group's models, by their names and by the group's own; its id alone where it is none
        /// that is kept.
        private void addGroup(String id, List<String> entries) {
            Fields group = fields(EntityKind.ACCESS_GROUP, id);
            entries.add(id);
            entries.addAll(group.texts("model_names"));
            if (!group.text("access_group").isEmpty()) {
                entries.add(group.text("access_group"));
            }
        }

        private Fields withBudgetRow(Fields fields) {
            return BudgetRow.under(fields, id -> fields(EntityKind.BUDGET, id));
        }

        private KeyHolder holder(String keyId, String organization) {
            Fields own = key.fields();
            return new KeyHolder(
                    keyId,
                    key.id(),
                    own.text("key_alias"),
                    own.text("key_name"),
                    user,
                    UserRole.parse(userFields.text("user_role")).orElse(UserRole.INTERNAL_USER),
                    team,
                    teamFields.text("team_alias"),
                    organization,
                    new ModelAccess(lists),
                    budgets,
                    limits,
                    aliases(),
                    tags(),
                    own.texts("allowed_routes"),
                    confidential(own) || confidential(teamFields),
                    own.within("permissions").yes("get_spend_routes"),
                    LimitFields.instant(own, "expires"));
        }

        /// Whether it has what is said kept out of logs, by itself or for one of its callbacks.
        private static boolean confidential(Fields owner) {
            Fields metadata = owner.within("metadata");
            return says(metadata)
                    || metadata.all("logging").stream()
                            .anyMatch(callback -> says(callback.within("callback_vars")));
        }

        private static boolean says(Fields fields) {
            return fields.yes(CONFIDENTIAL) || fields.text(CONFIDENTIAL).equalsIgnoreCase("true");
        }

        /// The key's win over the team's.
        private Map<String, String> aliases() {
            Map<String, String> aliases = new HashMap<>();
            for (Fields from :
                    List.of(teamFields.within("model_aliases"), key.fields().within("aliases"))) {
                for (String alias : from.names()) {
                    if (!from.text(alias).isEmpty()) {
                        aliases.put(alias, from.text(alias));
                    }
                }
            }
            return aliases;
        }

        private List<String> tags() {
            Set<String> tags = new LinkedHashSet<>();
            for (Fields from : List.of(key.fields(), teamFields)) {
                tags.addAll(from.texts("tags"));
                tags.addAll(from.within("metadata").texts("tags"));
            }
            return List.copyOf(tags);
        }

        private Optional<KnownKey.Block> blocked(String organization) {
            if (key.fields().yes("blocked")) {
                return Optional.of(new KnownKey.Block(Whose.KEY, ""));
            }
            if (teamFields.yes("blocked")) {
                return Optional.of(new KnownKey.Block(Whose.TEAM, team));
            }
            boolean left = Boolean.FALSE.equals(userFields.within("metadata").get("scim_active"));
            if (left || userFields.yes("blocked")) {
                return Optional.of(new KnownKey.Block(Whose.USER, user));
            }
            return organizationFields.yes("blocked")
                    ? Optional.of(new KnownKey.Block(Whose.ORGANIZATION, organization))
                    : Optional.empty();
        }
    }
}
