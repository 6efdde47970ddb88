package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

/// Manages which keys stand for tokens of identity providers: whoever comes with a token that has
/// the claim is whoever has the key.
public interface ManageTokenKeys {
    Outcome manage(Actor actor, Request request);

    /// What is asked.
    sealed interface Request {
        /// @param fields `jwt_claim_name`, `jwt_claim_value`, `key` or its hash as `token`,
        ///   `jwt_issuer`, `description`, `is_active`
        record Make(Fields fields) implements Request {
            @Override
            public String toString() {
                return "Make[]";
            }
        }

        /// @param fields what to change, and `id` of which
        record Update(Fields fields) implements Request {
            @Override
            public String toString() {
                return "Update[]";
            }
        }

        record Delete(String id) implements Request {}

        record Show(String id) implements Request {}

        /// The newest first.
        record Browse(int page, int size) implements Request {}
    }
}
