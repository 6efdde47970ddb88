package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.Part;

import java.util.List;
import java.util.Set;

/// Which of the tables of figures answers a question, the one of the fewest rows.
enum DailySource {
    /// told apart by everything; found by key, user, team, customer or tag
    LINES("daily"),
    /// by what was asked
    TOTALS("daily_total"),
    /// by subject and what was asked
    SUBJECTS("daily_by_subject"),
    /// by subject, whatever was asked: one row for each of its days
    SUBJECT_DAYS("daily_of_subject"),
    /// by key
    KEYS("daily_by_key");

    private static final List<Part> WHAT =
            List.of(Part.MODEL, Part.MODEL_GROUP, Part.PROVIDER, Part.CALL_TYPE);

    /// Keys or subjects are looked for one by one, day by day, while they and the days make no more
    /// than this together.
    private static final long MOST_LOOKED_FOR = 100_000;

    /// Lines of so many keys or subjects are not many.
    private static final int FEW = 100;

    final String table;

    DailySource(String table) {
        this.table = "tollgate." + table;
    }

    static DailySource of(DailyQuery query) {
        boolean keyed = !query.keys().isEmpty() || query.by().contains(Part.KEY);
        return switch (query.scope()) {
            case GLOBAL -> keyed ? keyed(query) : TOTALS;
            case PROVIDER -> keyed ? LINES : TOTALS;
            case ORGANIZATION -> keyed ? keyed(query) : subjects(query);
            case USER, TEAM -> keyed ? ofSome(query) : subjects(query);
            case CUSTOMER, TAG -> keyed ? LINES : subjects(query);
            case TEAM_MEMBER, KEY, DEPLOYMENT -> LINES;
        };
    }

    /// The rows of everybody are fewer still than those of subjects.
    private static DailySource subjects(DailyQuery query) {
        boolean everybody = query.ids().isEmpty() && !query.by().contains(Part.SUBJECT);
        return asksWhat(query) || everybody ? SUBJECTS : SUBJECT_DAYS;
    }

    private static boolean asksWhat(DailyQuery query) {
        return !query.model().isEmpty() || WHAT.stream().anyMatch(query.by()::contains);
    }

    /// The lines of a few users or teams are found by an index.
    private static DailySource ofSome(DailyQuery query) {
        return query.ids().isEmpty() ? keyed(query) : LINES;
    }

    private static DailySource keyed(DailyQuery query) {
        boolean many = !query.keys().isEmpty() && !few(query.keys(), query);
        return asksWhat(query) || many ? LINES : KEYS;
    }

    /// Whether there may be very many groups of a day, so that those of the most spend are found
    /// before anything else is added up.
    boolean ranks(DailyQuery query) {
        return switch (this) {
            case LINES, TOTALS, SUBJECT_DAYS -> false;
            case KEYS -> query.ids().isEmpty() && query.keys().isEmpty();
            case SUBJECTS -> query.ids().isEmpty() && query.by().contains(Part.SUBJECT);
        };
    }

    /// Whether all keys there are are added up.
    boolean ranksKeys(DailyQuery query) {
        return this == KEYS && ranks(query);
    }

    /// Whether there may be so many rows that those of earlier and of later days are read at the
    /// same time.
    boolean dividesDays(DailyQuery query) {
        boolean many =
                ranks(query) || this == LINES && query.keys().size() + query.ids().size() > FEW;
        return many && !query.together() && query.days() > 1;
    }

    private static boolean few(Set<String> names, DailyQuery query) {
        return query.days() > 0 && Math.max(1, names.size()) * query.days() <= MOST_LOOKED_FOR;
    }

    /// Whether what is asked for is looked for day by day: it stands together on each.
    boolean listsDays(DailyQuery query) {
        return switch (this) {
            case LINES, TOTALS -> false;
            case KEYS -> !query.keys().isEmpty() && few(query.keys(), query);
            case SUBJECT_DAYS -> !query.ids().isEmpty() && few(query.ids(), query);
            case SUBJECTS -> !ranks(query) && few(query.ids(), query);
        };
    }
}
