package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Slice;
import dev.tollgate.adapters.persistence.sql.Statements;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Narrows a list down to what is around a page far from both of its ends, where no index has the
/// list in its order: to sort all of a million rows takes seconds. Some thousands of rows, picked
/// at random, say which two values the page is between. How many rows come before them is counted,
/// so that chance decides about time and never about what is on a page.
final class DeepPage {
    private final Depth depth;
    private final Statements sql;
    private final SqlForm form;
    private final Conditions where;
    private final EntryOrder order;

    /// @param order in which the list is walked
    DeepPage(Depth depth, Statements sql, SqlForm form, Conditions where, EntryOrder order) {
        this.depth = depth;
        this.sql = sql;
        this.form = form;
        this.where = where;
        this.order = order;
    }

    /// When this is done.
    ///
    /// @param far nearer pages are sorted for in memory
    /// @param picked how many rows of the whole list
    record Depth(long far, long picked) {
        static final Depth USUAL = new Depth(100_000, 16_000);

        /// At most half of the picked rows are before a page, give or take a standard deviation:
        /// five times that to either side.
        long margin() {
            return Math.round(5 * Math.sqrt(picked / 2.0));
        }
    }

    /// Where a page is in a shorter list.
    ///
    /// @param offset how many rows of that list to pass over
    record Place(Conditions where, long offset) {}

    /// Where to look for a page: in the list as it is, if that is as well.
    Place of(Slice slice, long total) {
        Place whole = new Place(where, slice.offset());
        return slice.offset() < depth.far
                ? whole
                : bounds(slice, Math.max(1, total / depth.picked))
                        .flatMap(bounds -> within(bounds, slice))
                        .orElse(whole);
    }

    /// Two values as they travel.
    private record Bounds(Object low, Object high) {}

    /// @param each one of so many rows is picked
    private Optional<Bounds> bounds(Slice slice, long each) {
        Conditions picked = where.copy().and(form.oneOf(each));
        long before = Math.max(0, slice.offset() / each - depth.margin());
        long around = 2 * depth.margin() + slice.limit() / each + 2;
        String statement =
                "SELECT min(v) AS low, max(v) AS high, count(*) AS rows_around FROM (SELECT %s AS v FROM tollgate.ledger%s ORDER BY 1 %s LIMIT ? OFFSET ?) p"
                        .formatted(
                                form.read(order.type(), order.expression()),
                                picked.text(),
                                order.ascending() ? "" : "DESC");
        List<Object> arguments = new ArrayList<>(picked.arguments());
        arguments.add(around);
        arguments.add(before);
        return sql.query(statement, arguments, row -> bounds(row, order.type(), around))
                .getFirst()
                .filter(_ -> before > 0);
    }

    private static Optional<Bounds> bounds(Row row, Column.Type type, long around) {
        if (row.number("rows_around") < around) {
            return Optional.empty();
        }
        return Optional.of(
                type == Column.Type.TEXT
                        ? new Bounds(row.text("low"), row.text("high"))
                        : new Bounds(row.number("low"), row.number("high")));
    }

    private Optional<Place> within(Bounds bounds, Slice slice) {
        String value = form.parameter(order.type());
        String v = order.expression();
        String statement =
                "SELECT count(*) FILTER (WHERE %s) AS rows_before, count(*) FILTER (WHERE %s) AS rows_within FROM tollgate.ledger%s"
                        .formatted(
                                order.ascending() ? v + " < " + value : v + " > " + value,
                                "%1$s >= %2$s AND %1$s <= %2$s".formatted(v, value),
                                where.text());
        List<Object> arguments = new ArrayList<>();
        arguments.add(order.ascending() ? bounds.low : bounds.high);
        arguments.add(bounds.low);
        arguments.add(bounds.high);
        arguments.addAll(where.arguments());
        return sql.query(
                        statement,
                        arguments,
                        row ->
                                place(
                                        bounds,
                                        slice,
                                        row.number("rows_before"),
                                        row.number("rows_within")))
                .getFirst();
    }

    private Optional<Place> place(Bounds bounds, Slice slice, long before, long within) {
        if (slice.offset() < before || slice.offset() + slice.limit() > before + within) {
            return Optional.empty();
        }
        String value = form.parameter(order.type());
        Conditions narrowed =
                where.copy()
                        .and(order.expression() + " >= " + value, bounds.low)
                        .and(order.expression() + " <= " + value, bounds.high);
        return Optional.of(new Place(narrowed, slice.offset() - before));
    }
}
