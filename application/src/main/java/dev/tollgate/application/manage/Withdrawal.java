package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Deletes what cannot be without an owner that goes.
final class Withdrawal {
    private static final int PART = 1_000;
    private static final int MOST_PARTS = 1_000;

    private final Records records;

    Withdrawal(Records records) {
        this.records = records;
    }

    /// Deletes all of a kind that belongs to these owners and fits, part by part: first the keys
    /// go, then who had them, so that nobody is left with a key of an owner that is gone.
    ///
    /// @return how many there were
    int delete(
            EntityKind kind,
            Owner owner,
            Collection<String> owners,
            Predicate<Entity> fits,
            Actor actor) {
        int deleted = 0;
        for (int part = 0; part < MOST_PARTS; part++) {
            Map<String, EntityPage> found = records.entities().belonging(kind, owner, owners, PART);
            List<Change> changes =
                    found.values().stream()
                            .flatMap(page -> page.entities().stream())
                            .filter(fits)
                            .map(entity -> records.deletion(entity, actor))
                            .toList();
            if (changes.isEmpty()) {
                return deleted;
            }
            if (records.entities().apply(changes).isEmpty()) {
                deleted += changes.size();
            }
        }
        return deleted;
    }
}
