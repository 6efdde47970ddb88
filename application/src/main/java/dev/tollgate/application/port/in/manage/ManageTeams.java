package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.List;

/// Makes teams, changes, shows and deletes them, and says who is in them.
public interface ManageTeams {
    Outcome manage(Actor actor, Request request);

    /// What is asked.
    sealed interface Request {
        /// A new team. Who makes it is its administrator, unless others are named.
        record Make(Fields fields) implements Request {}

        /// @param fields what to change, and `team_id` of which
        record Update(Fields fields) implements Request {}

        /// Deletes teams with their keys and memberships.
        record Delete(List<String> ids) implements Request {
            public Delete {
                ids = List.copyOf(ids);
            }
        }

        record Show(String id) implements Request {}

        record Browse(TeamFilter filter, Paging paging) implements Request {}

        record Block(String id, boolean blocked) implements Request {}

        /// @param members with `user_id` or `user_email`, and `role`
        /// @param limits of each of them in the team: `max_budget_in_team`, …
        record AddMembers(String team, List<Fields> members, Fields limits) implements Request {
            public AddMembers {
                members = List.copyOf(members);
            }
        }

        /// @param fields `team_id`, `user_id` or `user_email`, and what to change
        record UpdateMember(Fields fields) implements Request {}

        /// Takes a member out of a team, whose keys they had lose their validity.
        record RemoveMember(String team, String user, String email) implements Request {}

        /// @param added whether they are added or taken away
        record ChangeModels(String team, List<String> models, boolean added) implements Request {
            public ChangeModels {
                models = List.copyOf(models);
            }
        }

        /// What members may do with the team's keys.
        record ShowPermissions(String team) implements Request {}

        record SetPermissions(String team, List<String> permissions) implements Request {
            public SetPermissions {
                permissions = List.copyOf(permissions);
            }
        }

        /// Teams that the caller may join.
        record Available() implements Request {}
    }

    /// Which teams to list; empty texts ask for nothing.
    ///
    /// @param user whose teams
    /// @param aliasPart what the alias contains
    /// @param deleted those that were deleted
    /// @param keys whether the keys of each are wanted, or else their number
    record TeamFilter(
            String id,
            String user,
            String organization,
            String aliasPart,
            boolean deleted,
            boolean keys) {}
}
