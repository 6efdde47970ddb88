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
    private volatile long forgotten;

    public Parties(Entities entities) {
        this.entities = entities;
    }

    /// @throws StorageUnavailable where it is not known and cannot be read
    public Party customer(String id) {
        return get(EntityKind.CUSTOMER, Scope.CUSTOMER, id);
    }

    /// @throws StorageUnavailable where it is not known and cannot be read
    public Party tag(String name) {
        return get(EntityKind.TAG, Scope.TAG, name);
    }

    private Party get(EntityKind kind, Scope scope, String id) {
        String key = kind + "|" + id;
        Optional<Party> party = known.get(key);
        if (party.isPresent()) {
            return party.get();
        }
        long before = forgotten;
        Party read = read(kind, Subject.of(scope, id));
        keep(key, read, before);
        return read;
    }

    /// Not kept where something was forgotten since it was read: it may be the very thing.
    private synchronized void keep(String key, Party party, long before) {
        if (forgotten == before) {
            known.put(key, party);
        }
    }

    private Party read(EntityKind kind, Subject subject) {
        Set<Reference> dependsOn = new HashSet<>();
        Optional<Fields> own = one(kind, subject.id(), dependsOn);
        Fields fields =
                BudgetRow.under(
                        own.orElse(Fields.NONE),
                        id -> one(EntityKind.BUDGET, id, dependsOn).orElse(Fields.NONE));
        LimitFields limits = new LimitFields(subject, fields);
        return new Party(
                own.isPresent(),
                fields.yes("blocked"),
                limits.budgets(),
                limits.limits(),
                dependsOn);
    }

    private Optional<Fields> one(EntityKind kind, String id, Set<Reference> dependsOn) {
        dependsOn.add(new Reference(kind, id));
        return entities.find(kind, List.of(id)).stream().map(Entity::fields).findFirst();
    }

    /// Forgets what was read of what has changed.
    public synchronized void changed(News news) {
        if (!news.everything() && news.changed().isEmpty()) {
            return;
        }
        forgotten++;
        Set<Reference> changed = new HashSet<>(news.changed());
        known.forget(
                party ->
                        news.everything()
                                || party.dependsOn().stream().anyMatch(changed::contains));
    }
}
