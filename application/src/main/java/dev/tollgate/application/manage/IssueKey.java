package dev.tollgate.application.manage;

import dev.tollgate.application.manage.ManagementRules.Issuing;
import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Conflict;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Makes new keys.
final class IssueKey {
    static final String ROUTE = "/key/generate";

    /// What is told about a request, not about the key.
    private static final Set<String> ABOUT_THE_REQUEST =
            Set.of("key", "key_type", "send_invite_email", "spend");

    private final Records records;
    private final KeyRights rights;
    private final OwnLimits own;
    private final KeyRows rows;
    private final CarryOver spend;
    private final Chance chance;
    private final Supplier<ManagementRules> rules;

    IssueKey(
            Records records,
            KeyRights rights,
            OwnLimits own,
            KeyRows rows,
            CarryOver spend,
            Chance chance,
            Supplier<ManagementRules> rules) {
        this.records = records;
        this.rights = rights;
        this.own = own;
        this.rows = rows;
        this.spend = spend;
        this.chance = chance;
        this.rules = rules;
    }

    Outcome issue(Actor actor, Fields asked, boolean serviceAccount) {
        return switch (draft(actor, asked, serviceAccount)) {
            case Draft.Refuse(Refused why) -> why;
            case Draft.Ready ready ->
                    records.carryOut(
                            () ->
                                    new Plan.Write(
                                            List.of(new Change.Create(ready.entity())),
                                            () -> {
                                                spend.before(
                                                        KeyRows.subject(ready.entity().fields()),
                                                        ready.entity().fields(),
                                                        asked,
                                                        actor.author());
                                                return new Outcome.Done(told(ready));
                                            },
                                            conflict -> taken(conflict, ready.entity().fields())));
        };
    }

    /// A new key that is not kept yet.
    Draft draft(Actor actor, Fields asked, boolean serviceAccount) {
        ManagementRules now = rules.get();
        Fields wanted = MetadataFields.kept(asked.filled());
        if (serviceAccount) {
            wanted = wanted.without("user_id");
        }
        wanted = defaulted(wanted, now.keyDefaults(), serviceAccount);
        if (!serviceAccount && !actor.admin() && !wanted.set("user_id")) {
            wanted = wanted.with("user_id", actor.userId());
        }
        String organization = own.organization(actor);
        if (!actor.admin() && !wanted.set("team_id") && !wanted.set("organization_id")) {
            wanted = wanted.with("organization_id", organization).filled();
        }
        Bounds most = new Bounds(now.keyBounds(), Reason.INVALID, "the configured upper bound");
        Bounds callers = own.ofKey(actor);
        Fields key = KeyTypes.routes(callers.filled(most.filled(wanted)));
        return refusal(actor, key, serviceAccount, now)
                .or(() -> most.exceeded(key))
                .or(() -> callers.exceeded(key))
                .or(() -> own.periodOfKey(actor).oftener(key))
                .or(() -> rights.organization(actor, "", key.text("organization_id"), organization))
                .or(() -> own.ofUser(actor, key).exceeded(key))
                .<Draft>map(Draft.Refuse::new)
                .orElseGet(() -> draft(actor, key, now));
    }

    /// Defaults stand in for what was not said; an empty list or map says nothing here.
    static Fields defaulted(Fields asked, Fields defaults, boolean serviceAccount) {
        Fields filled = asked;
        for (String name : defaults.names()) {
            if (!asked.says(name) && !(serviceAccount && name.equals("user_id"))) {
                filled = filled.with(name, defaults.get(name));
            }
        }
        return filled;
    }

    private Optional<Refused> refusal(
            Actor actor, Fields key, boolean serviceAccount, ManagementRules now) {
        String team = key.text("team_id");
        if (serviceAccount && team.isEmpty()) {
            return Optional.of(
                    Outcome.invalid(
                            "team_id",
                            "team_id is required for service account keys. Please specify"
                                    + " `team_id` in the request body."));
        }
        Optional<Refused> given =
                serviceAccount && !actor.admin() && !rights.leads(actor, team)
                        ? Optional.of(
                                Outcome.forbidden(
                                        "Only administrators of the team may make its service"
                                                + " account keys."))
                        : serviceAccount
                                ? Optional.empty()
                                : rights.give(actor, key.text("user_id"), team, ROUTE);
        return given.or(() -> rights.set(actor, key, key))
                .or(() -> issuing(actor, key, team.isEmpty() ? now.personalKeys() : now.teamKeys()))
                .or(() -> Limits.check(key))
                .or(() -> Limits.validity(key))
                .or(() -> KeyTypes.check(key))
                .or(() -> Aliases.check(key, now))
                .or(() -> budget(key));
    }

    /// What the configuration demands of keys of this sort.
    private Optional<Refused> issuing(Actor actor, Fields key, Issuing issuing) {
        String role =
                key.text("team_id").isEmpty()
                        ? actor.role().text()
                        : rights.leads(actor, key.text("team_id")) ? "admin" : "user";
        boolean free = issuing.roles().isEmpty() || issuing.roles().contains(role);
        if (!actor.admin() && !free) {
            return Optional.of(
                    Outcome.invalid("", "Your role=%s may not issue such keys.".formatted(role)));
        }
        return issuing.required().stream()
                .filter(name -> !key.set(name))
                .findFirst()
                .map(
                        name ->
                                Outcome.invalid(
                                        name, "%s is required for such keys.".formatted(name)));
    }

    private Optional<Refused> budget(Fields key) {
        String id = key.text("budget_id");
        return id.isEmpty() || records.find(EntityKind.BUDGET, id).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid("budget_id", "There is no budget of this budget_id."));
    }

    private Draft draft(Actor actor, Fields asked, ManagementRules now) {
        String custom = asked.text("key");
        Optional<Refused> odd =
                asked.set("key") ? KeyText.checked(custom, now.shortestOwnKey()) : Optional.empty();
        if (odd.isPresent()) {
            return new Draft.Refuse(odd.get());
        }
        String key = asked.set("key") ? custom : KeyText.of(chance.bytes(16));
        Fields timed =
                Expiry.set(
                        Limits.normalised(asked.except(ABOUT_THE_REQUEST)),
                        records.now(),
                        now.zone());
        Fields kept =
                own.tagged(actor, Expiry.within(timed, own.key(actor)))
                        .with("key_name", now.keyNames() ? KeyText.name(key) : null)
                        .with(KeyRows.IDENTITY, chance.id())
                        .filled();
        Entity entity =
                records.made(EntityKind.KEY, KeyText.hash(key), Indexes.key(kept), kept, actor);
        return new Draft.Ready(entity, key, asked.text("key_type"));
    }

    /// What the one who made a key is told, and nobody ever after.
    Fields told(Draft.Ready made) {
        Fields row = rows.row(made.entity()).with("key", made.key());
        return Notice.of(
                made.entity().fields(),
                made.type().isEmpty() ? row : row.with("key_type", made.type()));
    }

    /// A key before it is kept.
    sealed interface Draft {
        record Refuse(Refused why) implements Draft {}

        /// @param key the key itself
        /// @param type the `key_type` it was made with
        record Ready(Entity entity, String key, String type) implements Draft {
            @Override
            public String toString() {
                return "Ready[" + entity.id() + "]";
            }
        }
    }

    static Refused taken(Conflict conflict, Fields key) {
        return switch (conflict.reason()) {
            case NAME_TAKEN -> Aliases.taken(key);
            case ID_TAKEN, VERSION, MISSING ->
                    Outcome.taken("key", "A key like this exists already; choose another.");
        };
    }
}
