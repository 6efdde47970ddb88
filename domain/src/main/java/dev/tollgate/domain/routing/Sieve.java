package dev.tollgate.domain.routing;

import dev.tollgate.domain.failure.Exclusion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The contenders that are left after each filter, and why the others are not.
final class Sieve {
    private final List<Exclusion> exclusions = new ArrayList<>(0);
    private List<Contender> left;

    Sieve(List<Contender> all) {
        left = all;
    }

    List<Contender> left() {
        return left;
    }

    List<Exclusion> exclusions() {
        return exclusions;
    }

    boolean empty() {
        return left.isEmpty();
    }

    /// Leaves out those to whom there is an objection; an empty one is none.
    void drop(Exclusion.Reason reason, Function<Contender, String> objection) {
        List<Contender> kept = left;
        for (int i = 0; i < left.size(); i++) {
            Contender contender = left.get(i);
            String why = objection.apply(contender);
            if (!why.isEmpty()) {
                exclusions.add(new Exclusion(contender.deployment().id(), reason, why));
                kept = kept == left ? new ArrayList<>(left.subList(0, i)) : kept;
            } else if (kept != left) {
                kept.add(contender);
            }
        }
        left = kept;
    }

    /// The same, unless nobody would be left.
    void dropUnlessAll(Exclusion.Reason reason, Function<Contender, String> objection) {
        for (Contender contender : left) {
            if (objection.apply(contender).isEmpty()) {
                drop(reason, objection);
                return;
            }
        }
    }
}
