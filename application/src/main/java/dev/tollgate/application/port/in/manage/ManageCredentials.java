package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

/// Manages named credentials of providers, which deployments refer to by `litellm_credential_name`.
/// Their values are kept encrypted and shown masked.
public interface ManageCredentials {
    Outcome manage(Actor actor, Request request);

    /// What is asked.
    sealed interface Request {
        /// @param fields `credential_name`, `credential_values` and `credential_info`
        /// @param model a kept deployment whose values are taken where there are no others; empty:
        ///   none
        record Make(Fields fields, String model) implements Request {}

        /// Of the maps only what is named is changed; a name with null is taken away.
        record Update(String name, Fields fields) implements Request {}

        record Delete(String name) implements Request {}

        record Show(String name) implements Request {}

        /// The values that a deployment has of its own.
        record ShowOfModel(String id) implements Request {}

        record Browse() implements Request {}
    }
}
