package dev.tollgate.adapters.providers.identity;

/// What a public key is. A key of one type is never used as one of another.
enum KeyType {
    RSA,
    P256,
    P384,
    P521,
    ED25519
}
