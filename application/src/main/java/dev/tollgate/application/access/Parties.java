package dev.tollgate.application.access;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The customers and tags that calls name, those nothing is kept of included. Bounded.
public final class Parties {
    private static final int MOST = 20_000;

    private final Entities entities;
    private final Generations<Party> known = new Generations<>(MOST);

    public Parties(Entities entities) {
        this.entities = entities;
    }

    /// @param budget id of the budget that holds where they have none; empty: none
    /// @throws StorageUnavailable where it is not known and cannot be read
    public Party customer(String id, String budget) {
        return get(EntityKind.CUSTOMER, Scope.CUSTOMER, id, budget);
    }

    /// @throws StorageUnavailable where it is not known and cannot be read
    public Party tag(String name) {
        return get(EntityKind.TAG, Scope.TAG, name, "");
    }

    private Party get(EntityKind kind, Scope scope, String id, String budget) {
        String key = kind + "|" + budget + "|" + id;
        Optional<Party> party = known.get(key);
        if (party.isPresent()) {
            return party.get();
        }
        long before = known.moment();
        Party read = read(kind, Subject.of(scope, id), budget);
        known.keep(key, read, before);
        return read;
    }

    private Party read(EntityKind kind, Subject subject, String budget) {
        Set<Reference> dependsOn = new HashSet<>();
        Fields own = one(kind, subject.id(), dependsOn);
        boolean bare = !own.set("max_budget") && own.text("budget_id").isEmpty();
        Fields fields =
                BudgetRow.under(
                        bare && !budget.isEmpty() ? own.with("budget_id", budget) : own,
                        id -> one(EntityKind.BUDGET, id, dependsOn));
        LimitFields limits = new LimitFields(subject, fields);
        return new Party(fields.yes("blocked"), limits.budgets(), limits.limits(), dependsOn);
    }

    private Fields one(EntityKind kind, String id, Set<Reference> dependsOn) {
        dependsOn.add(new Reference(kind, id));
        return entities.find(kind, List.of(id)).stream()
                .map(Entity::fields)
                .findFirst()
                .orElse(Fields.NONE);
    }

    /// Forgets what was read of what has changed.
    public void changed(News news) {
        known.changed(news);
    }
}
