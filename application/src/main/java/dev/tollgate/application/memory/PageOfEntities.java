package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.money.Usd;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Filters, sorts and cuts out a page.
final class PageOfEntities {
    private final Function<Collection<Subject>, Map<Subject, Usd>> spent;

    PageOfEntities(Function<Collection<Subject>, Map<Subject, Usd>> spent) {
        this.spent = spent;
    }

    EntityPage of(EntityQuery query, List<Entity> candidates) {
        EntityIndex containing = query.containing().folded();
        List<Entity> found =
                candidates.stream()
                        .filter(it -> it.index().agrees(query.equal(), String::equals))
                        .filter(
                                it ->
                                        query.createdBy().isEmpty()
                                                || it.createdBy().equals(query.createdBy()))
                        .filter(it -> !query.named() || !it.index().name().isEmpty())
                        .filter(it -> it.index().folded().agrees(containing, String::contains))
                        .toList();
        List<Entity> page =
                found.stream()
                        .sorted(order(query, found))
                        .skip(query.offset())
                        .limit(query.limit())
                        .toList();
        return new EntityPage(page, found.size());
    }

    private Comparator<Entity> order(EntityQuery query, List<Entity> found) {
        return (switch (query.sort()) {
                    case ID -> directed(query, Entity::id);
                    case NAME -> directed(query, it -> it.index().name());
                    case LABEL -> directed(query, it -> it.index().label());
                    case ROLE -> directed(query, it -> it.index().role());
                    case CREATED_AT -> directed(query, Entity::createdAt);
                    case UPDATED_AT -> directed(query, Entity::updatedAt);
                    case SPEND -> bySpend(query, found);
                    case MAX_BUDGET -> byMaxBudget(query);
                })
                .thenComparing(Entity::id);
    }

    private static <C extends Comparable<C>> Comparator<Entity> directed(
            EntityQuery query, Function<Entity, C> key) {
        Comparator<Entity> ascending = Comparator.comparing(key);
        return query.descending() ? ascending.reversed() : ascending;
    }

    private Comparator<Entity> bySpend(EntityQuery query, List<Entity> found) {
        Map<Subject, Usd> amounts =
                spent.apply(found.stream().flatMap(it -> it.subject().stream()).toList());
        return directed(
                query,
                it ->
                        it.subject()
                                .map(its -> amounts.getOrDefault(its, Usd.ZERO))
                                .orElse(Usd.ZERO));
    }

    private static Comparator<Entity> byMaxBudget(EntityQuery query) {
        Comparator<BigDecimal> amounts =
                query.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Comparator<Entity> withFirst = Comparator.comparing(it -> maxBudget(it).isEmpty());
        return withFirst.thenComparing(it -> maxBudget(it).orElse(BigDecimal.ZERO), amounts);
    }

    private static Optional<BigDecimal> maxBudget(Entity entity) {
        return entity.fields().number("max_budget");
    }
}
