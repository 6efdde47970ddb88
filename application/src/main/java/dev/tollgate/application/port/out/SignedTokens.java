package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Fields;

import java.time.Instant;

/// Checks tokens that an identity provider has signed (JWT).
public interface SignedTokens {
    /// Looks whether a token is genuine, of now, and meant for this gateway. Cheap for one that was
    /// found genuine before. May wait some seconds for keys that are not known yet.
    Verdict check(String token);

    /// What came of it.
    sealed interface Verdict {
        /// @param digest SHA-256 of the whole token and of what its issuer tells besides, in hex
        ///   digits
        /// @param claims what they say
        record Genuine(String digest, Fields claims) implements Verdict {}

        /// It is genuine, but its time is over.
        record Expired(Instant at, Instant now) implements Verdict {}

        /// @param why a sentence for the caller, which repeats nothing of the token
        record Refused(String why) implements Verdict {}

        /// Nobody can tell now: the identity provider does not answer.
        record OutOfReach() implements Verdict {}
    }
}
