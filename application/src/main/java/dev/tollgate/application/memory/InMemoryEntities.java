package dev.tollgate.application.memory;

import static java.util.stream.Collectors.groupingBy;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.money.Usd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Entities in the memory of the process. Of the deleted ones it keeps the last 10,000.
public final class InMemoryEntities implements Entities {
    private static final int MOST_DELETED = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<EntityKind, EntityShelf> shelves = new EnumMap<>(EntityKind.class);
    private final Deque<Entity> deleted = new ArrayDeque<>();
    private final Deque<Told> told = new ArrayDeque<>();
    private final PageOfEntities pages;
    private long revision;

    /// The newest revision of which something is not told any more.
    private long forgotten;

    /// @param spent all that was ever spent by each of these subjects; absent: nothing
    public InMemoryEntities(Function<Collection<Subject>, Map<Subject, Usd>> spent) {
        this.pages = new PageOfEntities(spent);
        for (EntityKind kind : EntityKind.values()) {
            shelves.put(kind, new EntityShelf());
        }
    }

    /// One change, and the revision that it came with.
    private record Told(long revision, Reference reference) {}

    @Override
    public List<Entity> find(EntityKind kind, Collection<String> ids) {
        return locked(
                () ->
                        new TreeSet<>(ids)
                                .stream().flatMap(id -> shelf(kind).find(id).stream()).toList());
    }

    @Override
    public EntityPage list(EntityQuery query) {
        // Sorted without the lock: entities are values, and spend may be looked up elsewhere.
        List<Entity> candidates =
                locked(
                        () ->
                                query.deleted()
                                        ? deletedOnes(query.kind()).toList()
                                        : List.copyOf(shelf(query.kind()).all()));
        return pages.of(query, candidates);
    }

    @Override
    public Map<String, EntityPage> belonging(
            EntityKind kind, Owner owner, Collection<String> owners, int each) {
        Set<String> asked = Set.copyOf(owners);
        Map<String, List<Entity>> found =
                locked(() -> List.copyOf(shelf(kind).all())).stream()
                        .filter(entity -> asked.contains(owner.of(entity.index())))
                        .collect(groupingBy(entity -> owner.of(entity.index())));
        Map<String, EntityPage> pages = new HashMap<>();
        found.forEach(
                (id, its) ->
                        pages.put(
                                id, new EntityPage(its.stream().limit(each).toList(), its.size())));
        return pages;
    }

    private Stream<Entity> deletedOnes(EntityKind kind) {
        return deleted.stream().filter(entity -> entity.kind() == kind);
    }

    @Override
    public Optional<Conflict> apply(List<Change> changes) {
        return locked(() -> applyAll(changes));
    }

    private Optional<Conflict> applyAll(List<Change> changes) {
        Deque<Runnable> undo = new ArrayDeque<>();
        List<Entity> copies = new ArrayList<>();
        for (Change change : changes) {
            Optional<Conflict> conflict = apply(change, undo, copies);
            if (conflict.isPresent()) {
                undo.forEach(Runnable::run);
                return conflict;
            }
        }
        keep(copies);
        tell(changes);
        return Optional.empty();
    }

    private Optional<Conflict> apply(Change change, Deque<Runnable> undo, List<Entity> copies) {
        EntityShelf shelf = shelf(change.about().kind());
        Optional<Entity> old = shelf.find(change.about().id());
        Optional<Conflict.Reason> obstacle = obstacle(change, shelf, old);
        if (obstacle.isPresent()) {
            return obstacle.map(
                    reason -> new Conflict(reason, change.about().kind(), change.about().id()));
        }
        Runnable back =
                () -> old.ifPresentOrElse(shelf::put, () -> shelf.remove(change.about().id()));
        switch (change) {
            case Change.Create(var entity) -> shelf.put(entity);
            case Change.Replace(var entity) -> shelf.put(entity);
            case Change.Delete delete -> {
                shelf.remove(delete.id());
                old.filter(_ -> delete.kind().copiedWhenDeleted())
                        .map(entity -> entity.deleted(delete.at(), delete.by()))
                        .ifPresent(copies::add);
            }
        }
        undo.push(back);
        return Optional.empty();
    }

    private static Optional<Conflict.Reason> obstacle(
            Change change, EntityShelf shelf, Optional<Entity> old) {
        return switch (change) {
            case Change.Create(var entity) -> {
                if (old.isPresent()) {
                    yield Optional.of(Conflict.Reason.ID_TAKEN);
                }
                yield shelf.nameTaken(entity);
            }
            case Change.Replace(var entity) -> {
                if (old.isEmpty()) {
                    yield Optional.of(Conflict.Reason.MISSING);
                }
                if (old.get().version() != entity.version() - 1) {
                    yield Optional.of(Conflict.Reason.VERSION);
                }
                yield shelf.nameTaken(entity);
            }
            case Change.Delete _ ->
                    old.isEmpty() ? Optional.of(Conflict.Reason.MISSING) : Optional.empty();
        };
    }

    private void keep(List<Entity> copies) {
        deleted.addAll(copies);
        while (deleted.size() > MOST_DELETED) {
            deleted.removeFirst();
        }
    }

    private void tell(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        revision++;
        changes.forEach(change -> told.add(new Told(revision, change.about())));
        while (told.size() > MOST_NEWS) {
            forgotten = told.removeFirst().revision();
        }
    }

    @Override
    public News since(long seen) {
        return locked(
                () -> {
                    if (seen < forgotten || seen > revision) {
                        return new News(revision, true, List.of());
                    }
                    return new News(
                            revision,
                            false,
                            told.stream()
                                    .filter(each -> each.revision() > seen)
                                    .map(Told::reference)
                                    .distinct()
                                    .toList());
                });
    }

    private EntityShelf shelf(EntityKind kind) {
        return Objects.requireNonNull(shelves.get(kind));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
