package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What belongs to each of several owners, in two statements however many they are.
final class EntityBelongings {
    private static final String COUNTS =
            "select e.%1$s as owner, count(*) as total from tollgate.entity e"
                    + " where e.kind = ? and e.%1$s in (%2$s) and e.%1$s <> '' group by e.%1$s";

    /// Rows are numbered by their ids alone: whole ones would be sorted on a disk. An index has all
    /// of a kind in the order of their ids: sorted by a text made of them, none is walked through.
    private static final String FIRST =
            "select %3$s from tollgate.entity e where e.kind = ? and e.id in (select p.id from"
                    + " (select n.id as id, row_number() over (partition by n.%1$s order by n.id)"
                    + " as place from tollgate.entity n"
                    + " where n.kind = ? and n.%1$s in (%2$s) and n.%1$s <> '') p"
                    + " where p.place <= ?) order by e.id || ''";

    private final Statements statements;
    private final EntityKind kind;
    private final Owner owner;
    private final int each;

    /// @param each most entities of each owner; 0: only their number is wanted
    EntityBelongings(Statements statements, EntityKind kind, Owner owner, int each) {
        this.statements = statements;
        this.kind = kind;
        this.owner = owner;
        this.each = each;
    }

    /// @param owners as many as one statement takes
    Map<String, EntityPage> of(List<String> owners) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(kind.name());
        parameters.addAll(owners);
        Map<String, List<Entity>> first = new HashMap<>();
        if (each > 0) {
            List<Object> bounded = new ArrayList<>();
            bounded.add(kind.name());
            bounded.addAll(parameters);
            bounded.add(each);
            statements
                    .query(statement(FIRST, owners), bounded, EntityColumns::read)
                    .forEach(
                            entity ->
                                    first.computeIfAbsent(
                                                    owner.of(entity.index()),
                                                    _ -> new ArrayList<>())
                                            .add(entity));
        }
        Map<String, EntityPage> pages = new HashMap<>();
        statements
                .query(
                        statement(COUNTS, owners),
                        parameters,
                        row -> Map.entry(row.text("owner"), row.number("total")))
                .forEach(
                        count ->
                                pages.put(
                                        count.getKey(),
                                        new EntityPage(
                                                first.getOrDefault(count.getKey(), List.of()),
                                                count.getValue())));
        return pages;
    }

    private String statement(String text, List<String> owners) {
        return text.formatted(column(), "?, ".repeat(owners.size() - 1) + "?", EntityColumns.READ);
    }

    private String column() {
        return switch (owner) {
            case USER -> "user_id";
            case TEAM -> "team_id";
            case ORGANIZATION -> "organization_id";
            case BUDGET -> "budget_id";
        };
    }
}
