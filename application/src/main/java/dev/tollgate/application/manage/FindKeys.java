package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import java.util.Optional;

/// Finds a key by whatever a caller calls it.
final class FindKeys {
    private final Records records;

    FindKeys(Records records) {
        this.records = records;
    }

    /// By the key itself or its hash.
    Optional<Entity> named(String keyOrHash) {
        return records.find(EntityKind.KEY, KeyText.id(keyOrHash));
    }

    Optional<Entity> aliased(String alias) {
        return alias.isEmpty()
                ? Optional.empty()
                : records
                        .entities()
                        .list(
                                query(
                                        new EntityIndex(alias, "", "", "", "", "", ""),
                                        EntityIndex.NONE,
                                        Sort.ID,
                                        new Paging(1, 1, "", false)))
                        .entities()
                        .stream()
                        .findFirst();
    }

    static EntityQuery query(EntityIndex equal, EntityIndex containing, Sort sort, Paging paging) {
        return new EntityQuery(
                EntityKind.KEY,
                equal,
                containing,
                false,
                sort,
                paging.descending(),
                paging.offset(),
                paging.size());
    }
}
