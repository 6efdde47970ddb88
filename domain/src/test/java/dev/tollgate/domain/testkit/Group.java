package dev.tollgate.domain.testkit;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.routing.RoutingPlan;

import java.util.List;
import java.util.stream.Stream;

/// Model groups as a catalogue would resolve them, and plans as lists of deployment ids.
public final class Group {
    private Group() {}

    /// The group `chat` with these members.
    public static Resolution of(DeploymentFixture... members) {
        return of(Via.GROUP, members);
    }

    public static Resolution of(Via via, DeploymentFixture... members) {
        List<Candidate> candidates =
                Stream.of(members)
                        .map(DeploymentFixture::build)
                        .map(member -> new Candidate(member, member.model()))
                        .toList();
        return new Resolution("chat", via, candidates);
    }

    public static List<String> ids(List<Candidate> level) {
        return level.stream().map(each -> each.deployment().id().value()).toList();
    }

    /// Every deployment of a plan in the order of attempts.
    public static List<String> ids(RoutingPlan plan) {
        return plan.levels().stream().flatMap(level -> ids(level).stream()).toList();
    }

    public static String first(RoutingPlan plan) {
        return plan.levels().getFirst().getFirst().deployment().id().value();
    }
}
