package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.stream.Stream;

/// What callers have themselves: they can give nobody more than that.
final class OwnLimits {
    /// A key's validity is bound by its end, not by the length it was made with.
    private static final List<String> COUNTED_FROM_NOW = List.of("duration", "budget_duration");

    private static final List<String> OF_USERS =
            List.of("max_budget", "tpm_limit", "rpm_limit", "max_parallel_requests", "models");

    private final Records records;

    OwnLimits(Records records) {
        this.records = records;
    }

    /// The caller's own key, or what stands in for one; nothing for the master key.
    Fields key(Actor actor) {
        if (!actor.limits().isEmpty()) {
            return actor.limits();
        }
        return records.find(EntityKind.KEY, actor.keyHash())
                .map(Entity::fields)
                .orElse(Fields.NONE);
    }

    Bounds ofKey(Actor actor) {
        Fields limits =
                actor.admin()
                        ? Fields.NONE
                        : key(actor).only(Bounds.ALL).except(COUNTED_FROM_NOW).filled();
        return new Bounds(limits, Reason.FORBIDDEN, "what your own key has");
    }

    /// The organisation that the caller's own key counts for; empty: none.
    String organization(Actor actor) {
        return actor.admin() ? "" : key(actor).text("organization_id");
    }

    /// A key with the tags of the caller's own one, for which its calls count too.
    Fields tagged(Actor actor, Fields made) {
        List<String> tags = actor.admin() ? List.of() : key(actor).texts("tags");
        return made.texts("tags").containsAll(tags)
                ? made
                : made.with(
                        "tags",
                        Stream.concat(tags.stream(), made.texts("tags").stream())
                                .distinct()
                                .toList());
    }

    /// What a caller's own key is given anew, and how often.
    Bounds periodOfKey(Actor actor) {
        Fields limits =
                actor.admin()
                        ? Fields.NONE
                        : key(actor).only(List.of("max_budget", "budget_duration"));
        return new Bounds(limits, Reason.FORBIDDEN, "what your own key has");
    }

    /// A personal key is bound by its user's limits; a team's by the team's, whoever has it.
    Bounds ofUser(Actor actor, Fields key) {
        Fields user =
                actor.admin() || key.set("team_id")
                        ? Fields.NONE
                        : records.find(EntityKind.USER, actor.userId())
                                .map(Entity::fields)
                                .orElse(Fields.NONE);
        return new Bounds(
                given(user.only(OF_USERS).filled(), key),
                Reason.FORBIDDEN,
                "what you may spend or use yourself");
    }

    /// Limits of the user hold beside those of the key, so a key without its own is bound anyway.
    private static Fields given(Fields limits, Fields key) {
        return limits.except(limits.names().stream().filter(name -> !key.says(name)).toList());
    }
}
