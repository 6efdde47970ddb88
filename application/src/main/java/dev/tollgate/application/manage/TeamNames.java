package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.ModelFields.INFO;
import static dev.tollgate.application.manage.ModelFields.NAME;
import static dev.tollgate.application.manage.ModelFields.PUBLIC_NAME;

import dev.tollgate.domain.entity.Fields;

/// What deployments that are one team's own are called: by the team, by the name in `model_info`;
/// where they are kept, by one that is nobody else's, as LiteLLM's are.
final class TeamNames {
    private final Chance chance;

    TeamNames(Chance chance) {
        this.chance = chance;
    }

    /// A new one with its names.
    Fields made(Fields model) {
        String team = ModelFields.team(model);
        String given = model.within(INFO).text(PUBLIC_NAME).strip();
        return team.isEmpty()
                ? model
                : named(model, internal(team), given.isEmpty() ? model.text(NAME) : given);
    }

    /// One that was changed, with its names.
    ///
    /// @param change what was asked for
    /// @param merged what it would be without a thought of names
    Fields changed(Fields old, Fields change, Fields merged) {
        String before = ModelFields.team(old);
        String now = ModelFields.team(merged);
        if (before.isEmpty() && now.isEmpty()) {
            return merged;
        }
        String called = called(old, change);
        if (now.isEmpty()) {
            return merged.with(NAME, called).with(INFO, merged.within(INFO).without(PUBLIC_NAME));
        }
        return named(merged, now.equals(before) ? old.text(NAME) : internal(now), called);
    }

    private static Fields named(Fields model, String internal, String called) {
        return model.with(NAME, internal)
                .with(INFO, model.within(INFO).with(PUBLIC_NAME, called.strip()));
    }

    /// Clients send names back as they read them: what counts is the one that is new.
    private static String called(Fields old, Fields change) {
        String known = old.within(INFO).text(PUBLIC_NAME);
        String before = ModelFields.team(old).isEmpty() || known.isEmpty() ? old.text(NAME) : known;
        String given = change.within(INFO).text(PUBLIC_NAME).strip();
        if (!given.isEmpty() && !given.equals(known)) {
            return given;
        }
        boolean renamed = change.set(NAME) && !change.text(NAME).equals(old.text(NAME));
        return renamed ? change.text(NAME) : before;
    }

    private String internal(String team) {
        return "model_name_" + team + "_" + chance.id();
    }
}
