package dev.tollgate.adapters.persistence.sql;

/// The rows of one page, looked for from the nearer end of the list: a database walks over all rows
/// that come before a page, and near the end there are fewer behind it.
///
/// @param fromEnd whether the list is walked in the opposite order
/// @param offset how many rows to pass over
/// @param limit most rows of the page; 0: the list ends before it
public record Slice(boolean fromEnd, long offset, int limit) {
    /// @param total how many rows the list has
    public static Slice of(long offset, int limit, long total) {
        long rest = Math.max(0, total - offset);
        int wanted = (int) Math.min(limit, rest);
        return rest < offset
                ? new Slice(true, rest - wanted, wanted)
                : new Slice(false, offset, wanted);
    }

    /// A page of a list of which nobody knows how long it is.
    public static Slice first(int limit) {
        return new Slice(false, 0, limit);
    }
}
