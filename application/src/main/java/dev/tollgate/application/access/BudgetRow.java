package dev.tollgate.application.access;

import dev.tollgate.domain.entity.Fields;

import java.util.function.Function;

/// A budget that others refer to by `budget_id` gives what they do not say themselves.
final class BudgetRow {
    private BudgetRow() {}

    /// @param rows finds the fields of a budget by its id
    static Fields under(Fields fields, Function<String, Fields> rows) {
        String id = fields.text("budget_id");
        if (id.isEmpty()) {
            return fields;
        }
        Fields row = rows.apply(id);
        Fields merged = fields;
        for (String name : LimitFields.OF_BUDGETS) {
            if (!fields.set(name) && row.set(name)) {
                merged = merged.with(name, row.get(name));
            }
        }
        return merged;
    }
}
