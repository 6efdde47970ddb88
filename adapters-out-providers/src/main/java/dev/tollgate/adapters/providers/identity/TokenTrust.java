package dev.tollgate.adapters.providers.identity;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Whose tokens are trusted.
///
/// @param keyUrls where the keys are published: a set of keys, or the provider's discovery document
///   (`…/.well-known/openid-configuration`)
/// @param audiences whom a token must be meant for, one of them; empty: anybody
/// @param issuers who must have issued it, one of them; empty: anybody with such a key
/// @param fresh for how long keys are used without looking for newer ones
/// @param stale for how much longer they are used while newer ones cannot be had
public record TokenTrust(
        List<URI> keyUrls,
        List<String> audiences,
        List<String> issuers,
        Duration fresh,
        Duration stale) {
    /// Nobody's.
    public static final TokenTrust NONE =
            new TokenTrust(
                    List.of(), List.of(), List.of(), Duration.ofSeconds(600), Duration.ofHours(24));

    public TokenTrust {
        keyUrls = List.copyOf(keyUrls);
        audiences = List.copyOf(audiences);
        issuers = List.copyOf(issuers);
    }
}
