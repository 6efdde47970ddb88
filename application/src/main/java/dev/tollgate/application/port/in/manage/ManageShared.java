package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.List;

/// Manages what keys, users and teams refer to or belong to: budgets, customers, tags and
/// organisations.
public interface ManageShared {
    Outcome manage(Actor actor, Request request);

    /// What is managed.
    enum Kind {
        /// limits that several may refer to by `budget_id`
        BUDGET("budget_id"),
        /// an end user of a caller
        CUSTOMER("user_id"),
        TAG("name"),
        ORGANIZATION("organization_id");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /// The field that names one.
        public String id() {
            return id;
        }
    }

    /// What is asked.
    sealed interface Request {
        Kind kind();

        record Make(Kind kind, Fields fields) implements Request {}

        record Update(Kind kind, Fields fields) implements Request {}

        record Delete(Kind kind, List<String> ids) implements Request {
            public Delete {
                ids = List.copyOf(ids);
            }
        }

        record Show(Kind kind, List<String> ids) implements Request {
            public Show {
                ids = List.copyOf(ids);
            }
        }

        /// @param aliasPart what the alias contains; empty: anything
        record Browse(Kind kind, String aliasPart, Paging paging) implements Request {}

        /// Customers only.
        record Block(Kind kind, List<String> ids, boolean blocked) implements Request {
            public Block {
                ids = List.copyOf(ids);
            }
        }

        /// Of an organisation.
        record AddMembers(String organization, List<Fields> members, Fields limits)
                implements Request {
            public AddMembers {
                members = List.copyOf(members);
            }

            @Override
            public Kind kind() {
                return Kind.ORGANIZATION;
            }
        }

        record UpdateMember(Fields fields) implements Request {
            @Override
            public Kind kind() {
                return Kind.ORGANIZATION;
            }
        }

        record RemoveMember(String organization, String user, String email) implements Request {
            @Override
            public Kind kind() {
                return Kind.ORGANIZATION;
            }
        }
    }
}
