package dev.tollgate.application.spend;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.domain.budget.Scope;

import java.util.HashSet;
import java.util.Set;

/// Whose spend a caller may see.
final class SpendRights {
    static final String REFUSAL =
            "You see your own spend and that of the teams you administer. Ask a proxy admin for"
                    + " more.";

    private SpendRights() {}

    /// Whether everything that is asked for may be seen as it stands.
    static boolean mayReadCalls(Actor actor, Question.Calls asked) {
        return actor.seesAll() || actor.ledTeams().contains(asked.team());
    }

    /// Those of a scope's ids that may be seen; empty: none, or, for who sees everything, all.
    static Set<String> readable(Actor actor, Scope scope, Set<String> asked) {
        if (actor.seesAll()) {
            return asked;
        }
        Set<String> own =
                switch (scope) {
                    case USER -> actor.userId().isEmpty() ? Set.of() : Set.of(actor.userId());
                    case TEAM -> actor.ledTeams();
                    case ORGANIZATION -> actor.ledOrganizations();
                    case GLOBAL, TEAM_MEMBER, KEY, CUSTOMER, TAG, PROVIDER, DEPLOYMENT -> Set.of();
                };
        if (asked.isEmpty()) {
            return own;
        }
        Set<String> both = new HashSet<>(asked);
        return own.containsAll(both) ? both : Set.of();
    }
}
