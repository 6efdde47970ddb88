package dev.tollgate.bootstrap.settings;

import java.util.List;

/// Whether one entry of `model_list` serves calls.
///
/// @param group its `model_name`
/// @param target provider and upstream model as written
/// @param why what keeps it from serving; empty if it does
public record ModelState(String group, String target, List<Problem> why) {
    public ModelState {
        why = List.copyOf(why);
    }

    public boolean ready() {
        return why.isEmpty();
    }
}
