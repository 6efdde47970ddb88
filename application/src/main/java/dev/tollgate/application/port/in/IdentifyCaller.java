package dev.tollgate.application.port.in;

import dev.tollgate.domain.access.Caller;

/// Finds out who stands behind a credential.
public interface IdentifyCaller {
    Identity identify(String credential);

    /// The answer.
    sealed interface Identity {
        record Known(Caller caller) implements Identity {}

        /// Nobody has this key.
        ///
        /// @param looksLike the provider whose own key this seems to be (`anthropic`, `openai`, …),
        ///   empty if none
        record Unknown(String looksLike) implements Identity {}
    }
}
