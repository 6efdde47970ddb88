package dev.tollgate.adapters.providers.identity;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose tokens are trusted.
///
/// @param others of tokens whose issuer is not among the named ones
/// @param named by their issuer (`iss`), letter for letter: each has keys of its own, with which
///   nobody else's token is good, nor its own with anybody else's
/// @param fresh for how long keys are used without looking for newer ones
/// @param stale for how much longer they are used while newer ones cannot be had
/// @param userInfo where somebody tells more of the tokens of those others
public record TokenTrust(
        Party others,
        Map<String, Party> named,
        Duration fresh,
        Duration stale,
        Optional<UserInfo> userInfo) {
    /// Nobody's.
    public static final TokenTrust NONE =
            new TokenTrust(
                    Party.NOBODY,
                    Map.of(),
                    Duration.ofSeconds(600),
                    Duration.ofHours(24),
                    Optional.empty());

    public TokenTrust {
        named = Map.copyOf(named);
    }

    /// Whoever the token says it is of; whether it is, its keys will tell.
    Party of(String issuer) {
        return named.getOrDefault(issuer, others);
    }

    /// Whom an identity provider asks to be shown a token to tell of its user (OpenID Connect).
    ///
    /// @param fresh for how long what it tells of a token is not asked for again
    public record UserInfo(URI address, Duration fresh) {
        /// The usual time.
        public static final Duration FRESH = Duration.ofSeconds(300);
    }

    /// An identity provider, or several that share what is said here.
    ///
    /// @param keyUrls where the keys are published: a set of keys, or the provider's discovery
    ///   document (`…/.well-known/openid-configuration`); none: no token is good
    /// @param audiences whom a token must be meant for, one of them; empty: anybody
    /// @param issuers who must have issued it, one of them; empty: anybody with such a key
    public record Party(List<URI> keyUrls, List<String> audiences, List<String> issuers) {
        public static final Party NOBODY = new Party(List.of(), List.of(), List.of());

        public Party {
            keyUrls = List.copyOf(keyUrls);
            audiences = List.copyOf(audiences);
            issuers = List.copyOf(issuers);
        }
    }
}
