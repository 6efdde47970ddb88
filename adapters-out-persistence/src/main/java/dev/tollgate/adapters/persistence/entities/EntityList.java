package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.domain.entity.EntityIndex;

import java.util.ArrayList;
import java.util.List;

/// The statements of one list.
final class EntityList {
    private static final String SPENT =
            " left join tollgate.spent s"
                    + " on s.scope = e.scope and s.subject = e.subject and s.model = ''";

    private final EntityQuery query;
    private final StringBuilder where = new StringBuilder(" where e.kind = ?");
    private final List<Object> parameters = new ArrayList<>();

    EntityList(EntityQuery query) {
        this.query = query;
        parameters.add(query.kind().name());
        equal(query.equal());
        containing(query.containing().folded());
    }

    private void equal(EntityIndex index) {
        for (int i = 0; i < EntityColumns.INDEX.size(); i++) {
            String part = index.parts().get(i);
            if (!part.isEmpty()) {
                // The second condition is the index's own.
                where.append(
                        " and e.%1$s = ? and e.%1$s <> ''".formatted(EntityColumns.INDEX.get(i)));
                parameters.add(part);
            }
        }
    }

    private void containing(EntityIndex folded) {
        for (int i = 0; i < EntityColumns.INDEX.size(); i++) {
            String part = folded.parts().get(i);
            if (!part.isEmpty()) {
                where.append(
                        " and e.%s_folded like ? escape '!'".formatted(EntityColumns.INDEX.get(i)));
                parameters.add("%" + part.replaceAll("[!%_]", "!$0") + "%");
            }
        }
    }

    private String table() {
        return query.deleted() ? "tollgate.deleted_entity" : "tollgate.entity";
    }

    String count() {
        return "select count(*) as total from " + table() + " e" + where;
    }

    List<Object> countParameters() {
        return parameters;
    }

    String page() {
        return "select "
                + EntityColumns.READ
                + " from "
                + table()
                + " e"
                + (spend() ? SPENT : "")
                + where
                + " order by "
                + order()
                + " limit ? offset ?";
    }

    private boolean spend() {
        return query.sort() == dev.tollgate.application.port.out.Entities.Sort.SPEND;
    }

    List<Object> pageParameters() {
        List<Object> all = new ArrayList<>(parameters);
        all.add(query.limit());
        all.add(query.offset());
        return all;
    }

    private String order() {
        String direction = query.descending() ? " desc" : "";
        String ties = query.deleted() ? ", e.id, e.revision" : ", e.id";
        return switch (query.sort()) {
            case ID -> "e.id" + direction + (query.deleted() ? ", e.revision" : "");
            case NAME -> "e.name" + direction + ties;
            case LABEL -> "e.label" + direction + ties;
            case ROLE -> "e.role" + direction + ties;
            case CREATED_AT -> "e.created_at" + direction + ties;
            case UPDATED_AT -> "e.updated_at" + direction + ties;
            case SPEND -> "coalesce(s.amount, 0)" + direction + ties;
            case MAX_BUDGET -> "e.max_budget" + direction + " nulls last" + ties;
        };
    }
}
