package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.List;

/// Makes users, changes, shows and deletes them.
public interface ManageUsers {
    Outcome manage(Actor actor, Request request);

    /// What is asked.
    sealed interface Request {
        /// A new user, with a key of their own unless `auto_create_key` is false.
        record Make(Fields fields) implements Request {}

        /// @param fields what to change, and `user_id` or `user_email` for whom; somebody unknown
        ///   is made
        record Update(Fields fields) implements Request {}

        /// Many changes, each by itself.
        record UpdateAll(List<Fields> changes) implements Request {
            public UpdateAll {
                changes = List.copyOf(changes);
            }
        }

        /// Deletes users with their keys and memberships.
        record Delete(List<String> ids) implements Request {
            public Delete {
                ids = List.copyOf(ids);
            }
        }

        /// @param id empty: the caller
        /// @param light without keys and teams
        record Show(String id, boolean light) implements Request {}

        record Browse(UserFilter filter, Paging paging) implements Request {}

        /// What roles there are.
        record Roles() implements Request {}
    }

    /// Which users to list; empty texts and lists ask for nothing.
    ///
    /// @param emailPart what the e-mail address contains
    record UserFilter(
            String role,
            List<String> ids,
            String emailPart,
            String team,
            List<String> organizations) {
        public UserFilter {
            ids = List.copyOf(ids);
            organizations = List.copyOf(organizations);
        }
    }
}
