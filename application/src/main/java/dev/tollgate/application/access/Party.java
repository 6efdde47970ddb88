package dev.tollgate.application.access;

import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.limit.RateLimit;

import java.util.List;
import java.util.Set;

/// A customer or a tag that a call names.
///
/// @param dependsOn what it was read from
public record Party(
        boolean blocked, List<Budget> budgets, List<RateLimit> limits, Set<Reference> dependsOn)
        implements Dependent {
    public Party {
        budgets = List.copyOf(budgets);
        limits = List.copyOf(limits);
        dependsOn = Set.copyOf(dependsOn);
    }
}
