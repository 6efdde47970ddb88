package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.application.port.out.SpendRecords.EntryQuery;

/// What entries are sorted by; the id decides among equals.
///
/// @param last a condition: such entries come last, whatever the direction; empty: none do
/// @param expression over the columns of the ledger
/// @param ascending whether the least come first
/// @param fromEnd whether all of it is turned round
record EntryOrder(
        String last, String expression, Column.Type type, boolean ascending, boolean fromEnd) {
    static EntryOrder of(EntryQuery query, SqlForm form) {
        return switch (query.sort()) {
            case STARTED_AT -> by(query, "started_at", Column.Type.TIME);
            case ENDED_AT -> by(query, "(" + form.ended() + ")", Column.Type.TIME);
            case SPEND -> by(query, "coalesce(cost, 0)", Column.Type.MONEY);
            case TOTAL_TOKENS -> by(query, "(input_tokens + output_tokens)", Column.Type.WHOLE);
            case DURATION -> by(query, "duration_nanos", Column.Type.WHOLE);
            case MODEL -> by(query, form.sorted("model"), Column.Type.TEXT);
            case FIRST_TOKEN ->
                    new EntryOrder(
                            "first_token_nanos = 0",
                            "first_token_nanos",
                            Column.Type.WHOLE,
                            !query.descending(),
                            false);
        };
    }

    private static EntryOrder by(EntryQuery query, String expression, Column.Type type) {
        return new EntryOrder("", expression, type, !query.descending(), false);
    }

    /// From the other end.
    EntryOrder opposite() {
        return new EntryOrder(last, expression, type, !ascending, !fromEnd);
    }

    /// Whether what comes before a page is known by the value it is sorted by.
    boolean byValueAlone() {
        return last.isEmpty();
    }

    /// What follows `ORDER BY`.
    String text() {
        String direction = ascending ? "ASC" : "DESC";
        String values = "%s %s, id %s".formatted(expression, direction, direction);
        return last.isEmpty()
                ? values
                : "%s %s, %s".formatted(last, fromEnd ? "DESC" : "ASC", values);
    }
}
