package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Slice;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
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
        if (!query.createdBy().isEmpty()) {
            where.append(" and e.created_by = ?");
            parameters.add(query.createdBy());
        }
        if (query.named()) {
            where.append(" and e.name <> ''");
        }
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

    /// Sorts rows by what they are sorted by alone, and reads those of the page only: whole rows of
    /// a long list would not fit into the memory that databases sort in.
    String page(Slice slice) {
        return "select "
                + EntityColumns.READ
                + " from (select e.id as id, e.version as version, "
                + (query.deleted() ? "e.revision as revision, " : "")
                + sorted()
                + " as sorted from "
                + table()
                + " e"
                + (query.sort() == Sort.SPEND ? SPENT : "")
                + where
                + " order by "
                + order(sorted(), "e", slice.fromEnd())
                + " limit ? offset ?) p join "
                + table()
                + " e on e.kind = ? and e.id = p.id"
                + (query.deleted() ? " and e.version = p.version and e.revision = p.revision" : "")
                + " order by "
                + order("p.sorted", "p", false);
    }

    List<Object> pageParameters(Slice slice) {
        List<Object> all = new ArrayList<>(parameters);
        all.add(slice.limit());
        all.add(slice.offset());
        all.add(query.kind().name());
        return all;
    }

    private String sorted() {
        return switch (query.sort()) {
            case ID -> "e.id";
            case NAME -> "e.name";
            case LABEL -> "e.label";
            case ROLE -> "e.role";
            case CREATED_AT -> "e.created_at";
            case UPDATED_AT -> "e.updated_at";
            case SPEND -> "coalesce(s.amount, 0)";
            case MAX_BUDGET -> "e.max_budget";
        };
    }

    private String order(String sorted, String table, boolean fromEnd) {
        String opposite = fromEnd ? " desc" : "";
        String last = fromEnd ? " nulls first" : " nulls last";
        return sorted
                + (query.descending() == fromEnd ? "" : " desc")
                + (query.sort() == Sort.MAX_BUDGET ? last : "")
                + (query.sort() == Sort.ID ? "" : ", " + table + ".id" + opposite)
                + (query.deleted() ? ", " + table + ".revision" + opposite : "");
    }
}
