package dev.tollgate.adapters.providers.identity;

import java.security.PublicKey;
import java.util.Optional;

/// A key that an identity provider signs with.
///
/// @param id its `kid`; empty: it has none
/// @param only the one algorithm that it is for, where its publisher says so
record SigningKey(String id, KeyType type, Optional<Algorithm> only, PublicKey key) {
    /// @param asked the key that a token names; empty: none
    boolean fits(Algorithm algorithm, String asked) {
        return algorithm.keyType() == type
                && only.map(algorithm::equals).orElse(true)
                && (asked.isEmpty() || asked.equals(id));
    }
}
