package dev.tollgate.domain.routing;

import dev.tollgate.domain.catalog.Deployment;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which deployments a call's tags choose: those that match, else those tagged `default`, else, for
/// a call without tags, all.
final class TagFilter {
    private static final String DEFAULT = "default";

    private final TagRules rules;
    private final CallFacts facts;
    private final Choice choice;

    private enum Choice {
        MATCHING,
        DEFAULT,
        ALL,
        NOBODY
    }

    TagFilter(TagRules rules, CallFacts facts, List<Contender> contenders) {
        this.rules = rules;
        this.facts = facts;
        this.choice = choose(contenders);
    }

    private Choice choose(List<Contender> contenders) {
        boolean defaults = false;
        for (Contender contender : contenders) {
            if (matches(contender.deployment())) {
                return Choice.MATCHING;
            }
            defaults |= contender.deployment().tags().contains(DEFAULT);
        }
        if (defaults) {
            return Choice.DEFAULT;
        }
        return facts.tags().isEmpty() ? Choice.ALL : Choice.NOBODY;
    }

    /// Why the call may not use this deployment; empty: it may.
    String objection(Contender contender) {
        Deployment deployment = contender.deployment();
        boolean chosen =
                switch (choice) {
                    case MATCHING -> matches(deployment);
                    case DEFAULT -> deployment.tags().contains(DEFAULT);
                    case ALL -> true;
                    case NOBODY -> false;
                };
        return chosen
                ? ""
                : "has the tags %s, the call %s"
                        .formatted(new TreeSet<>(deployment.tags()), facts.tags());
    }

    private boolean matches(Deployment deployment) {
        if (byTags(deployment)) {
            return true;
        }
        // Where all of the call's tags are wanted, a pattern does not make up for a missing one.
        boolean patternsCount = rules.matchAny() || facts.tags().isEmpty();
        return patternsCount && byPattern(deployment);
    }

    private boolean byTags(Deployment deployment) {
        if (facts.tags().isEmpty() || deployment.tags().isEmpty()) {
            return false;
        }
        return rules.matchAny()
                ? facts.tags().stream().anyMatch(deployment.tags()::contains)
                : deployment.tags().containsAll(facts.tags());
    }

    private boolean byPattern(Deployment deployment) {
        if (facts.userAgent().isEmpty() || deployment.tagPatterns().isEmpty()) {
            return false;
        }
        String line = "User-Agent: " + facts.userAgent();
        for (Pattern pattern : deployment.tagPatterns()) {
            if (pattern.matcher(line).find()) {
                return true;
            }
        }
        return false;
    }
}
