package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Spend.Spender;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Map;

/// Keys as they are shown: never the key itself, nor its immutable id.
final class KeyRows {
    /// The key's immutable id, which outlives regeneration.
    static final String IDENTITY = "tollgate_key_id";

    private final Records records;
    private final Spend spend;

    KeyRows(Records records, Spend spend) {
        this.records = records;
        this.spend = spend;
    }

    Fields row(Entity key) {
        return rows(List.of(key)).getFirst();
    }

    /// In three looks, however many they are.
    List<Fields> rows(List<Entity> keys) {
        Map<String, Entity> budgets =
                records.find(
                        EntityKind.BUDGET, keys.stream().map(key -> key.index().budget()).toList());
        return spend.added(keys.stream().map(key -> spender(key, budgets)).toList());
    }

    private Spender spender(Entity key, Map<String, Entity> budgets) {
        Fields fields = key.fields();
        Entity shared = budgets.get(key.index().budget());
        Fields budget = shared == null ? Fields.NONE : shared.fields();
        String own = fields.text("budget_duration");
        Fields row =
                MetadataFields.shown(fields.without(IDENTITY))
                        .with("token", key.id())
                        .with("token_id", key.id())
                        .with("org_id", fields.get("organization_id"))
                        .with("created_at", key.createdAt().toString())
                        .with("created_by", key.createdBy().isEmpty() ? null : key.createdBy())
                        .with("updated_at", key.updatedAt().toString())
                        .with("updated_by", key.updatedBy().isEmpty() ? null : key.updatedBy())
                        .with("status", status(fields));
        if (shared != null) {
            row = row.with("litellm_budget_table", budget);
        }
        return new Spender(
                subject(fields), own.isEmpty() ? budget.text("budget_duration") : own, row);
    }

    static Subject subject(Fields key) {
        return Subject.of(Scope.KEY, key.text(IDENTITY));
    }

    private String status(Fields key) {
        if (key.yes("blocked")) {
            return "blocked";
        }
        boolean over =
                Limits.moment(key.text("expires"))
                        .map(end -> !records.now().isBefore(end))
                        .orElse(false);
        return over ? "expired" : "active";
    }
}
