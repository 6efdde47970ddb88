package dev.tollgate.application.desk;

import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;

import java.util.Set;
import java.util.TreeSet;

/// The names under which budgets and limits on one model know the model of a call: as it was asked
/// for, what the key means by that, and the groups of those who may answer, each with its provider
/// and without, in any case and with any space around. No other name of a model is a way round what
/// is on it.
record ModelNames(Set<String> names) {
    static final ModelNames NONE = new ModelNames(Set.of());

    static ModelNames of(ModelCall call, GatewaySetup setup) {
        String asked = call.model();
        String meant = call.caller().holder().aliases().getOrDefault(asked, asked);
        String served = setup.forcedModel().isEmpty() ? meant : setup.forcedModel();
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        add(asked, names);
        add(meant, names);
        setup.catalog()
                .resolve(served, call.caller().holder().team())
                .ifPresent(
                        found -> {
                            add(found.group(), names);
                            found.candidates()
                                    .forEach(each -> add(found.group(), each.deployment(), names));
                        });
        return new ModelNames(names);
    }

    private static void add(String called, Set<String> names) {
        String name = called.strip();
        names.add(called);
        names.add(name);
        names.add(name.substring(name.indexOf('/') + 1));
    }

    private static void add(String name, Deployment deployment, Set<String> names) {
        add(deployment.group(), names);
        names.add(deployment.provider() + "/" + name);
    }

    /// Whether it is on every model or on this one.
    boolean have(Subject subject) {
        return subject.model().isEmpty() || names.contains(subject.model());
    }

    /// The same for an attempt, which may be at another group that stands in.
    boolean have(Subject subject, Deployment deployment, ModelCard card) {
        if (have(subject)) {
            return true;
        }
        Set<String> its = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        add(deployment.wildcard() ? card.key() : deployment.group(), deployment, its);
        add(deployment.wildcard() ? card.key() : deployment.group(), its);
        return its.contains(subject.model());
    }
}
