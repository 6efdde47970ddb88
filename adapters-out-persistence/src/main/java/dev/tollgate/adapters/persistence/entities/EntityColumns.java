package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Dialect;
import dev.tollgate.adapters.persistence.sql.FieldsJson;
import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The columns of an entity's row.
final class EntityColumns {
    /// Of an [EntityIndex], in the order of its parts.
    static final List<String> INDEX =
            List.of("name", "label", "user_id", "team_id", "organization_id", "budget_id", "role");

    /// What an entity is read from.
    static final String READ =
            "e.kind as kind, e.id as id, e.version as version, e.name as name, e.label as label,"
                    + " e.user_id as user_id, e.team_id as team_id,"
                    + " e.organization_id as organization_id, e.budget_id as budget_id,"
                    + " e.role as role, cast(e.fields as text) as fields,"
                    + " e.created_at as created_at, e.created_by as created_by,"
                    + " e.updated_at as updated_at, e.updated_by as updated_by";

    /// What is written, in the order of [#values].
    static final String WRITTEN =
            "kind, id, version, name, label, user_id, team_id, organization_id, budget_id, role,"
                    + " name_folded, label_folded, user_id_folded, team_id_folded,"
                    + " organization_id_folded, budget_id_folded, role_folded,"
                    + " scope, subject, max_budget, fields,"
                    + " created_at, created_by, updated_at, updated_by";

    private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private EntityColumns() {}

    /// Question marks for [#WRITTEN].
    static String marks(Dialect dialect) {
        return "?, ".repeat(20) + dialect.json() + ", ?, ?, ?, ?";
    }

    static List<@Nullable Object> values(Dialect dialect, Entity entity) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(entity.kind().name());
        values.add(entity.id());
        values.add(entity.version());
        values.addAll(entity.index().parts());
        values.addAll(entity.index().folded().parts());
        Optional<Subject> subject = entity.subject();
        values.add(subject.map(it -> it.scope().name()).orElse(""));
        values.add(subject.map(Subject::id).orElse(""));
        values.add(entity.fields().number("max_budget").map(EntityColumns::nanos).orElse(null));
        values.add(FieldsJson.write(entity.fields()));
        values.add(dialect.moment(entity.createdAt()));
        values.add(entity.createdBy());
        values.add(dialect.moment(entity.updatedAt()));
        values.add(entity.updatedBy());
        return values;
    }

    /// To sort by only, so that amounts beyond all that money can be may come together at the end.
    private static long nanos(BigDecimal dollars) {
        return dollars.movePointRight(9)
                .min(MOST_NANOS)
                .max(MOST_NANOS.negate())
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    static Entity read(Row row) {
        return new Entity(
                EntityKind.valueOf(row.text("kind")),
                row.text("id"),
                row.number("version"),
                new EntityIndex(
                        row.text("name"),
                        row.text("label"),
                        row.text("user_id"),
                        row.text("team_id"),
                        row.text("organization_id"),
                        row.text("budget_id"),
                        row.text("role")),
                FieldsJson.read(row.text("fields")),
                row.moment("created_at"),
                row.text("created_by"),
                row.moment("updated_at"),
                row.text("updated_by"));
    }
}
