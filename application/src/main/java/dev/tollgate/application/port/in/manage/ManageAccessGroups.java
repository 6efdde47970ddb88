package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

/// Manages access groups: names by which keys, teams and users are given several models at once.
/// Groups that entries of the file name themselves are shown as well. A group that is kept also has
/// an id, by which it is given to keys and teams together with their own lists.
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

        /// One with an id that is made for it.
        ///
        /// @param fields `access_group_name`, `description`, `access_model_names`,
        ///   `access_mcp_server_ids`, `access_agent_ids`, `assigned_team_ids`, `assigned_key_ids`
        record MakeWithId(Fields fields) implements Request {}

        /// What is not named stays; a list that is null is empty then.
        record UpdateById(String id, Fields fields) implements Request {}

        record DeleteById(String id) implements Request {}

        record ShowById(String id) implements Request {}

        /// Those that are kept, the newest first.
        record BrowseKept() implements Request {}
    }
}
