package dev.tollgate.application.models;

import dev.tollgate.application.port.in.DescribeModels;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess.Asked;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.catalog.ModelCatalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Lists aliases, groups, and what stands behind patterns.
public final class DescribeConfiguredModels implements DescribeModels {
    private final Supplier<GatewaySetup> setup;
    private final ModelCards cards;

    public DescribeConfiguredModels(Supplier<GatewaySetup> setup, ModelCards cards) {
        this.setup = setup;
        this.cards = cards;
    }

    @Override
    public Models describe(Caller caller) {
        GatewaySetup current = setup.get();
        ModelCatalog catalog = current.catalog();
        List<ModelCatalog> own =
                caller.holders().stream()
                        .map(KeyHolder::team)
                        .distinct()
                        .flatMap(team -> catalog.own(team).stream())
                        .toList();
        Map<String, Listed> listed = new LinkedHashMap<>();
        addAliases(current, listed);
        addGroups(catalog, current, listed);
        own.forEach(its -> addGroups(its, current, listed));
        List<String> accessGroups =
                Stream.concat(Stream.of(catalog), own.stream())
                        .flatMap(its -> its.accessGroups().stream())
                        .distinct()
                        .toList();
        boolean unlisted = caller.holder().models().lists().isEmpty();
        if (unlisted && caller.holder().role().seesAll()) {
            return new Models(List.copyOf(listed.values()), catalog.deployments(), accessGroups);
        }
        return new Models(
                listed.values().stream().filter(it -> current.mayCall(caller, it.name())).toList(),
                catalog.deployments().stream().filter(it -> current.mayCall(caller, it)).toList(),
                accessGroups.stream().filter(it -> mayCall(caller, it)).toList());
    }

    private static boolean mayCall(Caller caller, String accessGroup) {
        Asked asked = new Asked(accessGroup, "", Set.of(accessGroup), "", true);
        return caller.holders().stream()
                .anyMatch(holder -> holder.models().refusing(asked).isEmpty());
    }

    private void addAliases(GatewaySetup current, Map<String, Listed> listed) {
        ModelCatalog catalog = current.catalog();
        catalog.aliases()
                .forEach(
                        (alias, target) -> {
                            if (!target.hidden()) {
                                String group = target.group();
                                listed.put(
                                        alias,
                                        listed(alias, cardOf(catalog, group), group, current));
                            }
                        });
    }

    /// What is listed already keeps its place, and is what a team's own name says.
    private void addGroups(ModelCatalog of, GatewaySetup current, Map<String, Listed> listed) {
        for (String group : of.groups()) {
            boolean alias = of.aliases().containsKey(group);
            if (group.indexOf('*') < 0 && !alias) {
                listed.put(group, listed(group, cardOf(of, group), group, current));
            } else if (!alias) {
                listed.put(group, pattern(group, current));
                behind(group, of.deploymentsOf(group).getFirst(), current)
                        .forEach(each -> listed.putIfAbsent(each.name(), each));
            }
        }
    }

    private static Listed pattern(String group, GatewaySetup current) {
        return new Listed(
                group,
                ModelCard.UNKNOWN,
                true,
                current.rules().fallbacks().generalFor(group).stream()
                        .map(FallbackTarget::model)
                        .toList());
    }

    private Listed listed(String name, ModelCard card, String group, GatewaySetup current) {
        return new Listed(
                name,
                card,
                false,
                current.rules().fallbacks().generalFor(group).stream()
                        .map(FallbackTarget::model)
                        .toList());
    }

    private static ModelCard cardOf(ModelCatalog catalog, String group) {
        List<Deployment> members = catalog.deploymentsOf(group);
        return members.isEmpty() ? ModelCard.UNKNOWN : members.getFirst().card();
    }

    /// The catalogue's models that a pattern with one star at its end stands for.
    private List<Listed> behind(String pattern, Deployment deployment, GatewaySetup current) {
        boolean starAtEnd =
                pattern.indexOf('*') == pattern.length() - 1 && deployment.model().endsWith("*");
        if (pattern.equals("*") || !starAtEnd) {
            return List.of();
        }
        String before = pattern.substring(0, pattern.length() - 1);
        String upstreamBefore = deployment.model().substring(0, deployment.model().length() - 1);
        return cards.modelsOf(deployment.provider()).stream()
                .filter(model -> model.startsWith(upstreamBefore))
                .map(
                        model ->
                                listed(
                                        before + model.substring(upstreamBefore.length()),
                                        cards.find(deployment.provider(), model),
                                        pattern,
                                        current))
                .toList();
    }
}
