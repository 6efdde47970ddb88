package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

/// Manages access groups: names by which keys, teams and users are given several models at once.
/// Groups that entries of the file name themselves are shown as well.
public interface ManageAccessGroups {
    Outcome manage(Actor actor, Request request);

    /// What is asked.
    sealed interface Request {
        /// @param fields `access_group`, `model_names`, `model_ids`
        record Make(Fields fields) implements Request {}

        /// Its members are then those that are named, and those that name it themselves.
        record Update(String group, Fields fields) implements Request {}

        record Delete(String group) implements Request {}

        record Show(String group) implements Request {}

        record Browse() implements Request {}
    }
}
