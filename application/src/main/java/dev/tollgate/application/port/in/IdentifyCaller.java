package dev.tollgate.application.port.in;

import dev.tollgate.domain.access.Caller;

import java.time.Instant;

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

        /// The key was valid until then.
        ///
        /// @param keyName the key as it may be shown
        /// @param budgeted whether it had a budget, whose owner may have meant the time to be a
        ///   period of it
        record Expired(String keyName, Instant at, Instant now, boolean budgeted)
                implements Identity {}

        /// The key, or whom it belongs to, is blocked.
        ///
        /// @param id of the team, user or organisation; empty for the key itself
        record Blocked(Whose whose, String id) implements Identity {}

        /// A token of an identity provider is not taken.
        ///
        /// @param why a sentence for the caller, without what the token says
        record TokenRefused(Fault fault, String why) implements Identity {}

        /// The gateway cannot tell now: the key is not known here and the store is away.
        record OutOfReach() implements Identity {}
    }

    /// What is blocked.
    enum Whose {
        KEY,
        TEAM,
        USER,
        ORGANIZATION
    }

    /// What is wrong with a token.
    enum Fault {
        /// it is not genuine, or not for this gateway
        INVALID,
        /// its time is over
        EXPIRED,
        /// it is good, but nobody's who may come in
        NOT_ADMITTED,
        /// nobody can tell now: the identity provider is away
        UNCERTAIN
    }
}
