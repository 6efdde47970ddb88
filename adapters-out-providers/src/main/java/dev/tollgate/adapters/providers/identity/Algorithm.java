package dev.tollgate.adapters.providers.identity;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/// The ways of signing that count (RFC 7518, RFC 8037). Each goes with one type of key, and all of
/// them with a public key: there is neither `none` nor a shared secret (`HS256`) to choose.
enum Algorithm {
    RS256("RS256", KeyType.RSA, "SHA256withRSA", 0),
    RS384("RS384", KeyType.RSA, "SHA384withRSA", 0),
    RS512("RS512", KeyType.RSA, "SHA512withRSA", 0),
    PS256("PS256", KeyType.RSA, "RSASSA-PSS", 256),
    PS384("PS384", KeyType.RSA, "RSASSA-PSS", 384),
    PS512("PS512", KeyType.RSA, "RSASSA-PSS", 512),
    ES256("ES256", KeyType.P256, "SHA256withECDSAinP1363Format", 0),
    ES384("ES384", KeyType.P384, "SHA384withECDSAinP1363Format", 0),
    ES512("ES512", KeyType.P521, "SHA512withECDSAinP1363Format", 0),
    EDDSA("EdDSA", KeyType.ED25519, "Ed25519", 0);

    private final String text;
    private final KeyType keyType;
    private final String signature;
    private final int pss;

    /// @param text as tokens name it
    /// @param signature as the JDK names it
    /// @param pss bits of the digest of a probabilistic signature; 0: none
    Algorithm(String text, KeyType keyType, String signature, int pss) {
        this.text = text;
        this.keyType = keyType;
        this.signature = signature;
        this.pss = pss;
    }

    /// The one of exactly this name.
    static Optional<Algorithm> named(String text) {
        for (Algorithm each : values()) {
            if (each.text.equals(text)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    KeyType keyType() {
        return keyType;
    }

    /// Whether the key's owner signed this. What is no signature at all is one that does not fit.
    boolean verifies(SigningKey key, byte[] signed, byte[] proof) {
        if (key.type() != keyType || proof.length != length(key)) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(signature);
            if (pss > 0) {
                String digest = "SHA-" + pss;
                check.setParameter(
                        new PSSParameterSpec(
                                digest, "MGF1", new MGF1ParameterSpec(digest), pss / 8, 1));
            }
            check.initVerify(key.key());
            check.update(signed);
            return check.verify(proof);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static int length(SigningKey key) {
        return switch (key.type()) {
            case RSA -> (((RSAPublicKey) key.key()).getModulus().bitLength() + 7) / 8;
            case P256, ED25519 -> 64;
            case P384 -> 96;
            case P521 -> 132;
        };
    }
}
