package dev.tollgate.domain.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// From the name a caller asks for to the deployments that may serve it.
///
/// The first hit wins: deployment id, alias (one hop), exact `model_name`, pattern (most specific
/// first, then once more with the inferred provider in front), `*`, and at last any deployment
/// whose upstream model has that name. An exact name beats a pattern even when nothing of it is
/// available.
///
/// What is one team's own is found by that team's calls only. Its name comes before the same name
/// of everybody's, its patterns come before everybody's patterns.
public final class ModelCatalog {
    private static final String DEFAULT_GROUP = "*";

    private final List<Deployment> deployments;
    private final Map<String, ModelAlias> aliases;
    private final UnaryOperator<String> providerOf;
    private final Map<String, Resolution> byName = new HashMap<>();
    private final List<ModelPattern> patterns = new ArrayList<>();
    private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
    private final Set<String> accessGroups;
    private final boolean grouped;
    private final Map<String, ModelCatalog> teams;

    /// @param deployments in file order
    /// @param aliases alias → group
    /// @param providerOf provider of a bare model name, empty if unknown
    /// @throws IllegalArgumentException if two deployments have one id
    public ModelCatalog(
            List<Deployment> deployments,
            Map<String, ModelAlias> aliases,
            UnaryOperator<String> providerOf) {
        this(
                unique(deployments),
                deployments.stream().filter(each -> each.team().isEmpty()).toList(),
                aliases,
                providerOf,
                ofTeams(deployments, providerOf));
    }

    /// @param served those that its names lead to
    private ModelCatalog(
            List<Deployment> deployments,
            List<Deployment> served,
            Map<String, ModelAlias> aliases,
            UnaryOperator<String> providerOf,
            Map<String, ModelCatalog> teams) {
        this.deployments = List.copyOf(deployments);
        this.aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        this.providerOf = providerOf;
        this.teams = Map.copyOf(teams);
        for (Deployment deployment : served) {
            groups.computeIfAbsent(deployment.group(), _ -> new ArrayList<>()).add(deployment);
        }
        indexUpstreamModels(served);
        groups.forEach(this::indexGroup);
        Set<String> named = new TreeSet<>();
        served.forEach(deployment -> named.addAll(deployment.entry().accessGroups()));
        accessGroups = Collections.unmodifiableSet(named);
        grouped = deployments.stream().anyMatch(it -> !it.entry().accessGroups().isEmpty());
        indexAliases();
        indexIds(served);
        patterns.sort(ModelPattern::mostSpecificFirst);
    }

    private static List<Deployment> unique(List<Deployment> deployments) {
        Set<String> seen = new HashSet<>();
        for (Deployment deployment : deployments) {
            if (!seen.add(deployment.id().value())) {
                throw new IllegalArgumentException(
                        "two deployments have the id " + deployment.id());
            }
        }
        return deployments;
    }

    private static Map<String, ModelCatalog> ofTeams(
            List<Deployment> deployments, UnaryOperator<String> providerOf) {
        Map<String, List<Deployment>> byTeam =
                deployments.stream()
                        .filter(each -> !each.team().isEmpty())
                        .collect(Collectors.groupingBy(Deployment::team));
        Map<String, ModelCatalog> catalogs = new HashMap<>();
        byTeam.forEach(
                (team, its) ->
                        catalogs.put(
                                team, new ModelCatalog(its, its, Map.of(), providerOf, Map.of())));
        return catalogs;
    }

    private void indexUpstreamModels(List<Deployment> served) {
        Map<String, List<Candidate>> byUpstream = new HashMap<>();
        for (Deployment deployment : served) {
            if (!deployment.wildcard()) {
                for (String name :
                        Set.of(
                                deployment.model(),
                                deployment.provider() + "/" + deployment.model())) {
                    byUpstream
                            .computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(new Candidate(deployment, deployment.model()));
                }
            }
        }
        byUpstream.forEach(
                (name, candidates) ->
                        byName.put(name, new Resolution(name, Via.UPSTREAM_MODEL, candidates)));
    }

    private void indexGroup(String group, List<Deployment> members) {
        if (group.indexOf('*') >= 0) {
            if (!group.equals(DEFAULT_GROUP)) {
                patterns.add(new ModelPattern(group));
            }
            return;
        }
        List<Candidate> candidates =
                members.stream().map(member -> new Candidate(member, member.model())).toList();
        byName.put(group, new Resolution(group, Via.GROUP, candidates));
    }

    /// One hop: an alias leads to a group, whatever other aliases shadow that group's name.
    private void indexAliases() {
        Map<String, Resolution> beforeAliases = Map.copyOf(byName);
        aliases.forEach(
                (alias, target) -> {
                    Resolution group = beforeAliases.get(target.group());
                    if (group != null) {
                        byName.put(
                                alias,
                                new Resolution(target.group(), Via.ALIAS, group.candidates()));
                    }
                });
    }

    private void indexIds(List<Deployment> served) {
        for (Deployment deployment : served) {
            byName.put(
                    deployment.id().value(),
                    new Resolution(
                            deployment.group(),
                            Via.DEPLOYMENT_ID,
                            List.of(new Candidate(deployment, deployment.model()))));
        }
    }

    /// The deployments behind a name as a team means it, or nothing where nobody answers to it.
    ///
    /// @param team whose call it is; empty: nobody's
    public Optional<Resolution> resolve(String name, String team) {
        ModelCatalog own = teams.get(team);
        return own == null
                ? resolve(name)
                : own.exactly(name)
                        .or(() -> exactly(name))
                        .or(() -> own.resolve(name).filter(ModelCatalog::meant))
                        .or(() -> resolve(name));
    }

    private Optional<Resolution> exactly(String name) {
        return Optional.ofNullable(byName.get(name)).filter(ModelCatalog::meant);
    }

    /// Whether somebody gave a model this name, rather than its provider.
    private static boolean meant(Resolution found) {
        return found.via() != Via.UPSTREAM_MODEL;
    }

    /// The deployments of everybody's behind a name, or nothing where none answers to it.
    public Optional<Resolution> resolve(String name) {
        Resolution known = byName.get(name);
        if (known != null && meant(known)) {
            return Optional.of(known);
        }
        ModelAlias alias = aliases.get(name);
        String asked = alias == null ? name : alias.group();
        Optional<Resolution> matched = matching(asked, asked);
        if (matched.isEmpty() && asked.indexOf('/') < 0) {
            String provider = providerOf.apply(asked);
            if (!provider.isEmpty()) {
                matched = matching(provider + "/" + asked, asked);
            }
        }
        if (matched.isPresent()) {
            return matched;
        }
        List<Deployment> fallthrough = groups.get(DEFAULT_GROUP);
        if (fallthrough != null && !asked.isEmpty()) {
            return Optional.of(captured(DEFAULT_GROUP, fallthrough, List.of(asked), asked));
        }
        return Optional.ofNullable(known);
    }

    private Optional<Resolution> matching(String name, String asked) {
        for (ModelPattern pattern : patterns) {
            Optional<List<String>> captures = pattern.captures(name);
            if (captures.isPresent()) {
                List<Deployment> members = groups.getOrDefault(pattern.text(), List.of());
                return Optional.of(captured(asked, members, captures.get(), asked));
            }
        }
        return Optional.empty();
    }

    private static Resolution captured(
            String group, List<Deployment> members, List<String> captures, String asked) {
        List<Candidate> candidates =
                members.stream()
                        .map(
                                member ->
                                        new Candidate(
                                                member,
                                                ModelPattern.fill(member.model(), captures, asked)))
                        .toList();
        return new Resolution(group, Via.PATTERN, candidates);
    }

    /// The access groups of every deployment that a name leads to.
    public Set<String> accessGroupsOf(Resolution found) {
        return grouped
                ? found.candidates().stream()
                        .flatMap(each -> each.deployment().entry().accessGroups().stream())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /// Whether somebody answers to a name, if only for one team.
    public boolean answersTo(String name) {
        return resolve(name).isPresent()
                || teams.values().stream().anyMatch(own -> own.resolve(name).isPresent());
    }

    /// What is a team's own, as a catalogue; nothing where it has none.
    public Optional<ModelCatalog> own(String team) {
        return Optional.ofNullable(teams.get(team));
    }

    /// Every access group of everybody's deployments, in the order of their names.
    public Set<String> accessGroups() {
        return accessGroups;
    }

    /// The provider of a bare model name, empty if nobody knows it.
    public String providerOf(String name) {
        return providerOf.apply(name);
    }

    /// All of them, those of teams included.
    public List<Deployment> deployments() {
        return deployments;
    }

    /// The deployments of one `model_name`, in file order; none if there is no such group.
    public List<Deployment> deploymentsOf(String group) {
        return List.copyOf(groups.getOrDefault(group, List.of()));
    }

    public Map<String, ModelAlias> aliases() {
        return aliases;
    }

    /// Every `model_name` of everybody's in file order, patterns included.
    public List<String> groups() {
        return List.copyOf(groups.keySet());
    }

    /// @param group the model group the name leads to; what fallbacks are looked up by
    /// @param candidates never empty, in file order
    public record Resolution(String group, Via via, List<Candidate> candidates) {
        public Resolution {
            candidates = List.copyOf(candidates);
        }

        /// The team whose own they all are; empty: everybody's.
        public String team() {
            return candidates.getFirst().deployment().team();
        }
    }

    /// How a name was found.
    public enum Via {
        /// names one deployment: neither cooldown nor tags nor strategy apply
        DEPLOYMENT_ID,
        ALIAS,
        GROUP,
        PATTERN,
        UPSTREAM_MODEL
    }
}
