package dev.tollgate.application.port.in;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Takes over what another gateway keeps: keys by their hashes, users, teams, budgets, and what was
/// spent. Nothing is changed there. Done again it takes only what is new: nothing twice.
public interface TakeOver {
    /// @param progress is told of every batch
    Report takeOver(Extent extent, Consumer<Progress> progress);

    /// @param pastCalls whether the history of single calls is taken as well
    /// @param rehearsal whether only to say what would be done
    record Extent(boolean pastCalls, boolean rehearsal) {}

    /// @param kind what is being read
    /// @param read how many rows of it so far
    record Progress(String kind, long read) {}

    /// What was done.
    ///
    /// @param tallies by kind, in the order in which they were read
    /// @param openings how many accounts were opened with what was spent there, or brought up to
    ///   date
    record Report(Map<String, Tally> tallies, long openings) {
        public Report {
            tallies = Collections.unmodifiableMap(new LinkedHashMap<>(tallies));
        }

        public boolean refusedAny() {
            return tallies.values().stream().anyMatch(tally -> tally.refused() > 0);
        }
    }

    /// What became of the rows of one kind.
    ///
    /// @param taken are new here
    /// @param updated had changed there since they were taken
    /// @param same are here as they are there
    /// @param left were not taken on purpose; `remarks` say why
    /// @param refused could not be taken; `remarks` say why
    /// @param remarks bounded in number
    record Tally(
            long taken, long updated, long same, long left, long refused, List<String> remarks) {
        public Tally {
            remarks = List.copyOf(remarks);
        }
    }
}
