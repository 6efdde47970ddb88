package dev.tollgate.application.access;

import dev.tollgate.application.access.KnownKey.Found;
import dev.tollgate.application.port.in.IdentifyCaller.Fault;
import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.Claimant;
import dev.tollgate.domain.token.Claimant.Standing;
import dev.tollgate.domain.token.TokenRules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes holders of those whom tokens name: one for each team that they may act for.
final class TokenHolders {
    /// Of the teams that a token names.
    private static final int MOST_NAMED = 1_000;

    /// Of those, the ones that are kept here.
    private static final int MOST_TEAMS = 50;

    /// A list that opens no model.
    private static final List<String> NO_MODEL = List.of("no-default-models");

    private final Entities entities;
    private final HolderReader reader;
    private final Newcomers newcomers;

    TokenHolders(Entities entities, Newcomers newcomers) {
        this.entities = entities;
        this.reader = new HolderReader(entities);
        this.newcomers = newcomers;
    }

    static KnownKey notAdmitted(String why, Set<Reference> dependsOn) {
        return new KnownKey.NotAdmitted(
                new Identity.TokenRefused(Fault.NOT_ADMITTED, why), dependsOn);
    }

    KnownKey read(Claimant claimant, TokenRules rules) {
        return new Search(claimant, rules).found();
    }

    /// The work for one token.
    private final class Search {
        private final Claimant claimant;
        private final TokenRules rules;
        private final Set<Reference> seen = new HashSet<>();

        Search(Claimant claimant, TokenRules rules) {
            this.claimant = claimant;
            this.rules = rules;
        }

        KnownKey found() {
            Optional<Entity> user = user();
            boolean admin = claimant.standing() == Standing.ADMIN;
            if (user.isEmpty() && !claimant.user().isEmpty() && !admin) {
                return notAdmitted(
                        "User doesn't exist in db. 'user_id'=%s. Create user via `/user/new` call."
                                .formatted(claimant.user()),
                        seen);
            }
            List<Entity> named = teams();
            List<Entity> teams = named.isEmpty() ? ownTeams(user) : named;
            if (teams.isEmpty() && claimant.ofTeam()) {
                return notAdmitted(
                        "None of the token's teams exists in db. Create team via `/team/new`"
                                + " call.",
                        claimant.teamAlias().isEmpty() ? seen : Set.of());
            }
            if (teams.isEmpty() && rules.teamNeeded() && !admin) {
                return notAdmitted("No team found in token, and its user is in none.", seen);
            }
            Optional<String> organization = organization();
            if (organization.isEmpty()) {
                return notAdmitted("The token's organization doesn't exist in db.", Set.of());
            }
            String id = user.map(Entity::id).orElse(claimant.user());
            if (rules.enrolment().follow() && user.isPresent()) {
                newcomers.follow(claimant, user.get(), named.stream().map(Entity::id).toList());
            }
            return holders(id, teams, organization.get());
        }

        private Optional<Entity> user() {
            Optional<Entity> known = one(EntityKind.USER, claimant.user()).or(this::byEmail);
            boolean make = rules.enrolment().users() && claimant.standing() == Standing.USER;
            return known.isEmpty() && make && !claimant.user().isEmpty()
                    ? newcomers.user(claimant)
                    : known;
        }

        /// Somebody who was made under another id. An address proves that only where the provider
        /// has verified it.
        private Optional<Entity> byEmail() {
            if (claimant.user().isEmpty()
                    || claimant.email().isEmpty()
                    || !claimant.emailVerified()) {
                return Optional.empty();
            }
            String name = claimant.email().toLowerCase(Locale.ROOT);
            return unique(EntityKind.USER, new EntityIndex(name, "", "", "", "", "", ""));
        }

        private Optional<Entity> one(EntityKind kind, String id) {
            return id.isEmpty() ? Optional.empty() : all(kind, List.of(id)).stream().findFirst();
        }

        private List<Entity> all(EntityKind kind, List<String> ids) {
            ids.forEach(id -> seen.add(new Reference(kind, id)));
            return ids.isEmpty() ? List.of() : entities.find(kind, ids);
        }

        /// The only one that is found by this; nobody where it is not clear who is meant.
        private Optional<Entity> unique(EntityKind kind, EntityIndex index) {
            List<Entity> found =
                    entities.list(
                                    new EntityQuery(
                                            kind,
                                            index,
                                            EntityIndex.NONE,
                                            false,
                                            Sort.ID,
                                            false,
                                            0,
                                            2))
                            .entities();
            if (found.size() != 1) {
                return Optional.empty();
            }
            seen.add(new Reference(kind, found.getFirst().id()));
            return Optional.of(found.getFirst());
        }

        private Optional<Entity> labelled(EntityKind kind, String label) {
            return label.isEmpty()
                    ? Optional.empty()
                    : unique(kind, new EntityIndex("", label, "", "", "", "", ""));
        }

        private List<Entity> teams() {
            Map<String, Entity> kept = new LinkedHashMap<>();
            labelled(EntityKind.TEAM, claimant.teamAlias())
                    .ifPresent(team -> kept.put(team.id(), team));
            List<String> named =
                    claimant.teams().subList(0, Math.min(MOST_NAMED, claimant.teams().size()));
            Map<String, Entity> found = new LinkedHashMap<>();
            all(EntityKind.TEAM, named).forEach(team -> found.put(team.id(), team));
            if (rules.enrolment().teams()
                    && !claimant.mainTeam().isEmpty()
                    && !found.containsKey(claimant.mainTeam())) {
                newcomers.team(claimant.mainTeam()).ifPresent(team -> found.put(team.id(), team));
            }
            for (String id : named) {
                Entity team = found.get(id);
                if (team != null && kept.size() < MOST_TEAMS) {
                    kept.put(id, team);
                }
            }
            return List.copyOf(kept.values());
        }

        /// Those that the user is a member of, where they count.
        private List<Entity> ownTeams(Optional<Entity> user) {
            boolean unnamed = !claimant.ofTeam() && rules.ownTeams().unnamed();
            boolean unknown = claimant.ofTeam() && rules.ownTeams().unknown();
            if (user.isEmpty() || !unnamed && !unknown) {
                return List.of();
            }
            List<String> ids = memberships(user.get().id());
            return unknown && ids.size() != 1 ? List.of() : all(EntityKind.TEAM, ids);
        }

        private List<String> memberships(String user) {
            seen.add(Memberships.ofUser(user));
            EntityPage page =
                    entities.belonging(
                                    EntityKind.TEAM_MEMBER, Owner.USER, List.of(user), MOST_TEAMS)
                            .get(user);
            return page == null
                    ? List.of()
                    : page.entities().stream().map(member -> member.index().team()).toList();
        }

        /// @return its id, empty where the token names none; nothing where there is none such
        private Optional<String> organization() {
            if (!claimant.organization().isEmpty()) {
                return one(EntityKind.ORGANIZATION, claimant.organization()).map(Entity::id);
            }
            return claimant.organizationAlias().isEmpty()
                    ? Optional.of("")
                    : labelled(EntityKind.ORGANIZATION, claimant.organizationAlias())
                            .map(Entity::id);
        }

        private KnownKey holders(String user, List<Entity> teams, String organization) {
            List<Found> all = new ArrayList<>();
            if (teams.isEmpty()) {
                all.add(reader.read(standIn(user, "", organization), seen));
            }
            for (Entity team : teams) {
                all.add(reader.read(standIn(user, team.id(), organization), seen));
            }
            Set<Reference> dependsOn = new HashSet<>();
            all.forEach(each -> dependsOn.addAll(each.dependsOn()));
            List<KeyHolder> free =
                    all.stream()
                            .filter(each -> each.blocked().isEmpty())
                            .map(each -> ranked(each.holder()))
                            .toList();
            if (free.isEmpty()) {
                Found first = all.getFirst();
                return new Found(first.holder(), first.blocked(), dependsOn);
            }
            Caller caller =
                    new Caller(
                            user.isEmpty() ? free.getFirst().team() : user,
                            Caller.Role.KEY,
                            free.getFirst(),
                            Optional.of(
                                    new Caller.Token(
                                            claimant.customer(),
                                            teams.isEmpty() ? List.of() : free)));
            return new Found(
                    free.getFirst(), Optional.empty(), dependsOn, new Identity.Known(caller));
        }

        private KeyHolder ranked(KeyHolder holder) {
            return claimant.standing() == Standing.ADMIN ? holder.as(UserRole.PROXY_ADMIN) : holder;
        }

        /// A key as it would be if there were one: the same for every token of this user.
        private Entity standIn(String user, String team, String organization) {
            String id =
                    "hashed-jwt-"
                            + HexFormat.of().formatHex(IdentifyCallers.digest(claimant.identity()));
            Fields fields =
                    Fields.NONE
                            .with("tollgate_key_id", id)
                            .with("key_name", "JWT")
                            .with("user_id", user)
                            .with("team_id", team)
                            .with("organization_id", organization)
                            .with("allowed_routes", claimant.routes());
            Fields limited =
                    claimant.models()
                            .map(
                                    models ->
                                            fields.with(
                                                    "models", models.isEmpty() ? NO_MODEL : models))
                            .orElse(fields);
            return new Entity(
                    EntityKind.KEY,
                    id,
                    1,
                    EntityIndex.NONE,
                    limited,
                    Instant.EPOCH,
                    "",
                    Instant.EPOCH,
                    "");
        }
    }
}
