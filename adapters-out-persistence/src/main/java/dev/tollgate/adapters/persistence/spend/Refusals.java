package dev.tollgate.adapters.persistence.spend;

import java.sql.SQLException;
import java.util.Set;

/// Which failures are of the data: another try would fail as well.
final class Refusals {
    /// Feature not supported, data, integrity, program limits (as the size of an index's row).
    private static final Set<String> CLASSES = Set.of("0A", "22", "23", "54");

    /// SQLite's: too big, constraint, mismatch.
    private static final Set<Integer> CODES = Set.of(18, 19, 20);

    private Refusals() {}

    static boolean isRefusal(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (at instanceof SQLException e) {
                String state = e.getSQLState();
                return state == null
                        ? CODES.contains(e.getErrorCode() & 0xFF)
                        : state.length() == 5 && CLASSES.contains(state.substring(0, 2));
            }
            at = at.getCause();
        }
        return false;
    }
}
