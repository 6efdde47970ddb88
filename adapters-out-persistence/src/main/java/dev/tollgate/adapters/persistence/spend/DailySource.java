package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.Part;

import java.util.List;

/// Which of the tables of figures answers a question, the one of the fewest rows.
enum DailySource {
    /// told apart by everything; found by key, user, team, customer or tag
    LINES("daily"),
    /// by what was asked
    TOTALS("daily_total"),
    /// by subject and what was asked
    SUBJECTS("daily_by_subject"),
    /// by key
    KEYS("daily_by_key");

    private static final List<Part> WHAT =
            List.of(Part.MODEL, Part.MODEL_GROUP, Part.PROVIDER, Part.CALL_TYPE);

    final String table;

    DailySource(String table) {
        this.table = "tollgate." + table;
    }

    static DailySource of(DailyQuery query) {
        boolean keyed = !query.keys().isEmpty() || query.by().contains(Part.KEY);
        return switch (query.scope()) {
            case GLOBAL -> keyed ? keyed(query) : TOTALS;
            case PROVIDER -> keyed ? LINES : TOTALS;
            case ORGANIZATION -> keyed ? keyed(query) : SUBJECTS;
            case USER, TEAM -> keyed ? ofSome(query) : SUBJECTS;
            case CUSTOMER, TAG -> keyed ? LINES : SUBJECTS;
            case TEAM_MEMBER, KEY, DEPLOYMENT -> LINES;
        };
    }

    /// The lines of a few users or teams are found by an index.
    private static DailySource ofSome(DailyQuery query) {
        return query.ids().isEmpty() ? keyed(query) : LINES;
    }

    private static DailySource keyed(DailyQuery query) {
        boolean what = !query.model().isEmpty() || WHAT.stream().anyMatch(query.by()::contains);
        return what || !query.keys().isEmpty() ? LINES : KEYS;
    }

    /// Whether there may be very many groups of a day, so that those of the most spend are found
    /// before anything else is added up.
    boolean ranks(DailyQuery query) {
        return switch (this) {
            case LINES, TOTALS -> false;
            case KEYS -> query.ids().isEmpty();
            case SUBJECTS -> query.ids().isEmpty() && query.by().contains(Part.SUBJECT);
        };
    }
}
