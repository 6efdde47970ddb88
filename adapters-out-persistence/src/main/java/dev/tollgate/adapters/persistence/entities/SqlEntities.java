package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Slice;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.KeptText;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Entities in a database.
public final class SqlEntities implements Entities {
    /// Of one statement.
    private static final int MOST_IDS = 512;

    private static final String REVISION = "select number from tollgate.revision";
    private static final String CHANGES =
            "select distinct kind, id from tollgate.entity_change where revision > ? limit ?";

    private final Database database;

    public SqlEntities(Database database) {
        this.database = database;
    }

    /// Those that exist, within the time that a call waits.
    @Override
    public List<Entity> find(EntityKind kind, Collection<String> ids) {
        List<String> all = ids.stream().filter(KeptText::isPossible).sorted().distinct().toList();
        if (all.isEmpty()) {
            return List.of();
        }
        return database.read(
                all.size() == 1 ? Database.AT_ONCE : Database.PATIENTLY,
                statements -> find(statements, kind, all));
    }

    private static List<Entity> find(Statements statements, EntityKind kind, List<String> ids) {
        List<Entity> found = new ArrayList<>();
        for (List<String> part : parts(ids)) {
            List<Object> parameters = new ArrayList<>();
            parameters.add(kind.name());
            parameters.addAll(part);
            found.addAll(
                    statements.query(
                            "select %s from tollgate.entity e where kind = ? and id in (%s) order by id"
                                    .formatted(
                                            EntityColumns.READ,
                                            "?, ".repeat(part.size() - 1) + "?"),
                            parameters,
                            EntityColumns::read));
        }
        return found;
    }

    /// Texts in parts of few sizes, which make few statements for the database to plan: the last
    /// one is repeated up to the next size.
    private static List<List<String>> parts(List<String> texts) {
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += MOST_IDS) {
            List<String> part =
                    new ArrayList<>(texts.subList(from, Math.min(texts.size(), from + MOST_IDS)));
            int size = Math.max(1, Integer.highestOneBit(part.size() * 2 - 1));
            while (part.size() < size) {
                part.add(part.getLast());
            }
            parts.add(part);
        }
        return parts;
    }

    @Override
    public Map<String, EntityPage> belonging(
            EntityKind kind, Owner owner, Collection<String> owners, int each) {
        List<String> all = List.copyOf(new TreeSet<>(owners));
        if (all.isEmpty()) {
            return Map.of();
        }
        return database.read(
                Database.PATIENTLY,
                statements -> {
                    EntityBelongings belongings =
                            new EntityBelongings(statements, kind, owner, each);
                    Map<String, EntityPage> found = new HashMap<>();
                    parts(all).forEach(part -> found.putAll(belongings.of(part)));
                    return found;
                });
    }

    /// How many there are comes first: it says from which end the page is looked for.
    @Override
    public EntityPage list(EntityQuery query) {
        EntityList list = new EntityList(query);
        return database.read(
                Database.PATIENTLY,
                statements -> {
                    long total =
                            statements
                                    .first(
                                            list.count(),
                                            list.countParameters(),
                                            row -> row.number("total"))
                                    .orElse(0L);
                    return new EntityPage(page(statements, list, query, total), total);
                });
    }

    private static List<Entity> page(
            Statements statements, EntityList list, EntityQuery query, long total) {
        Slice slice = Slice.of(query.offset(), query.limit(), total);
        return slice.limit() == 0
                ? List.of()
                : statements.query(
                        list.page(slice), list.pageParameters(slice), EntityColumns::read);
    }

    @Override
    public Optional<Conflict> apply(List<Change> changes) {
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return database.write(
                    Database.PATIENTLY,
                    statements -> {
                        new EntityChanges(statements).make(changes);
                        return Optional.empty();
                    });
        } catch (EntityChanges.Impossible e) {
            return Optional.of(e.conflict());
        }
    }

    @Override
    public News since(long seen) {
        return database.read(Database.AT_ONCE, statements -> since(statements, seen));
    }

    private static News since(Statements statements, long seen) {
        long newest = statements.first(REVISION, List.of(), row -> row.number("number")).orElse(0L);
        if (newest == seen) {
            return new News(newest, false, List.of());
        }
        if (seen > newest || seen < newest - EntityChanges.KEPT_REVISIONS || seen < 0) {
            return new News(newest, true, List.of());
        }
        // Those that came after the look at the revision may be among them, and are told twice.
        List<Optional<Reference>> changed =
                statements.query(CHANGES, List.of(seen, MOST_NEWS + 1), SqlEntities::reference);
        return changed.size() > MOST_NEWS
                ? new News(newest, true, List.of())
                : new News(newest, false, changed.stream().flatMap(Optional::stream).toList());
    }

    /// Nothing where it is of a kind that a later version keeps, which may run beside this one.
    private static Optional<Reference> reference(Row row) {
        return EntityKind.named(row.text("kind")).map(kind -> new Reference(kind, row.text("id")));
    }
}
