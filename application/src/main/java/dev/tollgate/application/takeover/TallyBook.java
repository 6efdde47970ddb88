package dev.tollgate.application.takeover;

import dev.tollgate.application.port.in.TakeOver.Tally;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts what becomes of the rows of one kind.
final class TallyBook {
    private static final int MOST_REMARKS = 100;

    private final List<String> notes = new ArrayList<>();
    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private long taken;
    private long updated;
    private long same;
    private long left;
    private long refused;
    private long noted;

    void taken(long rows) {
        taken += rows;
    }

    void updated() {
        updated++;
    }

    void same() {
        same++;
    }

    /// Not taken on purpose.
    void left(String why) {
        left++;
        reasons.merge(why, 1L, Long::sum);
    }

    /// Taken, but not as it was there.
    void remark(String label, String what) {
        note("%s: %s".formatted(label, what));
    }

    void refused(String label, String why) {
        refused++;
        note("%s was not taken: %s".formatted(label, why));
    }

    private void note(String remark) {
        noted++;
        if (noted <= MOST_REMARKS) {
            notes.add(remark);
        }
    }

    Tally tally() {
        List<String> remarks = new ArrayList<>(notes);
        if (noted > MOST_REMARKS) {
            remarks.add("… and more like these, %d in all".formatted(noted));
        }
        reasons.forEach((why, number) -> remarks.add("%d left: %s".formatted(number, why)));
        return new Tally(taken, updated, same, left, refused, remarks);
    }
}
