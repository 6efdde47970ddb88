package dev.tollgate.application.models;

import dev.tollgate.application.port.in.DescribeModels;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.ModelAccess.Asked;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.catalog.ModelCatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

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
        List<Listed> listed = new ArrayList<>();
        catalog.aliases()
                .forEach(
                        (alias, target) -> {
                            if (!target.hidden()) {
                                listed.add(
                                        listed(
                                                alias,
                                                cardOf(catalog, target.group()),
                                                target.group(),
                                                current));
                            }
                        });
        for (String group : catalog.groups()) {
            if (group.indexOf('*') < 0) {
                listed.add(listed(group, cardOf(catalog, group), group, current));
            } else {
                listed.add(
                        new Listed(
                                group,
                                ModelCard.UNKNOWN,
                                true,
                                current.rules().fallbacks().generalFor(group).stream()
                                        .map(FallbackTarget::model)
                                        .toList()));
                listed.addAll(behind(group, catalog.deploymentsOf(group).getFirst(), current));
            }
        }
        if (caller.holder().models().lists().isEmpty()) {
            return new Models(listed, catalog.deployments(), List.copyOf(catalog.accessGroups()));
        }
        return new Models(
                listed.stream().filter(it -> caller.mayCall(current.asked(it.name()))).toList(),
                catalog.deployments().stream()
                        .filter(it -> caller.mayCall(current.asked(it.group())))
                        .toList(),
                catalog.accessGroups().stream()
                        .filter(it -> caller.mayCall(new Asked(it, "", Set.of(it))))
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
