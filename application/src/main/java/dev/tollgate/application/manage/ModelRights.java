package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.ModelFields.INFO;
import static dev.tollgate.application.manage.ModelFields.PARAMS;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Who may do what with deployments that the gateway keeps. Administrators of a team manage those
/// that are its own, with keys of its own: nothing that is the gateway's is theirs to use or to
/// send elsewhere.
final class ModelRights {
    private static final int MOST_OF_A_TEAM = 100;
    private static final String REFERENCE = "os.environ/";
    private static final Set<String> THE_GATEWAYS = Set.of("litellm_credential_name", "ssl_verify");
    private static final List<String> ADDRESSES = List.of("api_base", "base_url");

    private final Records records;
    private final TeamRights teams;

    ModelRights(Records records, TeamRights teams) {
        this.records = records;
        this.teams = teams;
    }

    /// Whether the caller may manage any at all.
    Optional<Refused> any(Actor actor) {
        boolean leads = !actor.ledTeams().isEmpty() || !actor.ledOrganizations().isEmpty();
        return actor.admin() || leads ? Optional.empty() : Optional.of(notTheirs());
    }

    private static Refused notTheirs() {
        return Outcome.forbidden(
                "User does not have permission to make this model call. Models of everybody's are"
                        + " managed by administrators of the gateway, those of a team"
                        + " (model_info.team_id) by administrators of the team as well.");
    }

    Optional<Refused> make(Actor actor, Fields model) {
        String team = ModelFields.team(model);
        if (actor.admin()) {
            return team.isEmpty() ? Optional.empty() : exists(team);
        }
        return leads(actor, team).or(() -> brought(model)).or(() -> tooMany(team));
    }

    /// @param change what was asked for
    /// @param next what it would be then
    Optional<Refused> change(Actor actor, Entity old, Fields change, Fields next) {
        String team = ModelFields.team(next);
        if (actor.admin()) {
            boolean stays = team.isEmpty() || team.equals(ModelFields.team(old.fields()));
            return stays ? Optional.empty() : exists(team);
        }
        return leads(actor, ModelFields.team(old.fields()))
                .or(() -> leads(actor, team))
                .or(() -> replaces(old, change))
                .or(() -> brought(next));
    }

    Optional<Refused> delete(Actor actor, Entity old) {
        return actor.admin() ? Optional.empty() : leads(actor, ModelFields.team(old.fields()));
    }

    /// The role of what somebody makes.
    static String role(Actor actor) {
        return actor.admin() ? "" : ReadStored.BROUGHT;
    }

    /// The role of what somebody changes: what an administrator of the gateway says of how it is
    /// reached is the gateway's from then on.
    static String role(Actor actor, Entity old, Fields change) {
        if (change.set(PARAMS)) {
            return role(actor);
        }
        return old.index().role();
    }

    /// Whether what was the gateway's is replaced by what is the team's own, with nothing left.
    static boolean anew(Actor actor, Entity old, Fields change) {
        return !actor.admin() && !ReadStored.isBrought(old) && change.set(PARAMS);
    }

    private Optional<Refused> exists(String team) {
        return records.find(EntityKind.TEAM, team).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(INFO, "There is no team with the team_id " + team + "."));
    }

    /// Who does not lead a team is not told whether there is one.
    private Optional<Refused> leads(Actor actor, String team) {
        return records.find(EntityKind.TEAM, team)
                        .filter(its -> teams.leads(actor, its))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(notTheirs());
    }

    /// What those above a team gave it (a key, a price, a limit) it can only replace as a whole.
    private static Optional<Refused> replaces(Entity old, Fields change) {
        Fields params = change.within(PARAMS);
        boolean whole = params.set("model") && params.set("api_key");
        return ReadStored.isBrought(old) || whole
                ? Optional.empty()
                : Optional.of(
                        Outcome.forbidden(
                                "The model was added by an administrator of the gateway. Give"
                                        + " litellm_params as a whole, with a model and an api_key"
                                        + " of the team's own, or have it changed there."));
    }

    private static Optional<Refused> brought(Fields model) {
        Fields params = model.within(PARAMS);
        if (refers(model)) {
            return refused("os.environ/ is for administrators of the gateway to write.");
        }
        Optional<String> gateways = THE_GATEWAYS.stream().filter(params::set).findFirst();
        if (gateways.isPresent()) {
            return refused(gateways.get() + " is for administrators of the gateway to set.");
        }
        if (params.text("api_key").isBlank() && params.text("mock_response").isBlank()) {
            return refused("A model of a team's own has an api_key of the team's own.");
        }
        return ADDRESSES.stream().allMatch(each -> safe(params, each))
                ? Optional.empty()
                : refused("The address of a model of a team's own begins with https://");
    }

    private static boolean safe(Fields params, String address) {
        return !params.set(address)
                || params.text(address).strip().toLowerCase(Locale.ROOT).startsWith("https://");
    }

    private static Optional<Refused> refused(String why) {
        return Optional.of(new Refused(Outcome.Reason.FORBIDDEN, PARAMS, why));
    }

    private static boolean refers(@Nullable Object value) {
        return switch (value) {
            case String text -> text.strip().startsWith(REFERENCE);
            case Fields fields -> fields.asMap().values().stream().anyMatch(ModelRights::refers);
            case Collection<?> list -> list.stream().anyMatch(ModelRights::refers);
            case null, default -> false;
        };
    }

    private Optional<Refused> tooMany(String team) {
        var kept = records.entities().belonging(EntityKind.MODEL, Owner.TEAM, List.of(team), 0);
        boolean full = kept.containsKey(team) && kept.get(team).total() >= MOST_OF_A_TEAM;
        return full
                ? Optional.of(
                        Outcome.invalid(INFO, "A team has at most " + MOST_OF_A_TEAM + " models."))
                : Optional.empty();
    }
}
