package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

/// Manages deployments that the gateway keeps itself, beside those of its configuration file. What
/// was changed serves calls before the change is answered.
public interface ManageModels {
    Outcome manage(Actor actor, Request request);

    /// What is asked.
    sealed interface Request {
        /// @param fields `model_name`, `litellm_params` and `model_info`, as in a file
        record Make(Fields fields) implements Request {}

        /// Of the maps only what is named is changed; a name with null is taken away.
        ///
        /// @param id empty: that of `model_info`
        record Update(String id, Fields fields) implements Request {}

        record Delete(String id) implements Request {}
    }
}
