package dev.tollgate.adapters.providers.identity;

import dev.tollgate.domain.entity.Fields;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a set of published keys (RFC 7517). Keys that are none of ours to use are passed over:
/// secrets, keys for encryption, weak ones, types that nobody signs with here.
final class Jwks {
    private static final int MOST_KEYS = 100;
    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 8192;

    private Jwks() {}

    /// @throws BadToken where this is no set of keys
    static List<SigningKey> read(byte[] json) throws BadToken {
        Fields set = BoundedJson.read(json, "the set of keys");
        if (!(set.get("keys") instanceof List<?> all) || all.size() > MOST_KEYS) {
            throw new BadToken("It has no list `keys` of at most " + MOST_KEYS + " keys.");
        }
        List<SigningKey> keys = new ArrayList<>();
        for (Fields jwk : set.all("keys")) {
            key(jwk).ifPresent(keys::add);
        }
        return List.copyOf(keys);
    }

    private static Optional<SigningKey> key(Fields jwk) {
        boolean signs =
                (!jwk.set("use") || jwk.text("use").equals("sig"))
                        && (!jwk.set("key_ops") || jwk.texts("key_ops").contains("verify"));
        Optional<Algorithm> only = Algorithm.named(jwk.text("alg"));
        Optional<KeyType> type = type(jwk);
        if (!signs || type.isEmpty() || jwk.set("alg") && only.isEmpty()) {
            return Optional.empty();
        }
        try {
            PublicKey key = publicKey(type.get(), jwk);
            return Optional.of(new SigningKey(jwk.text("kid"), type.get(), only, key));
        } catch (GeneralSecurityException | BadToken _) {
            return Optional.empty();
        }
    }

    private static Optional<KeyType> type(Fields jwk) {
        return switch (jwk.text("kty") + " " + jwk.text("crv")) {
            case "RSA " -> Optional.of(KeyType.RSA);
            case "EC P-256" -> Optional.of(KeyType.P256);
            case "EC P-384" -> Optional.of(KeyType.P384);
            case "EC P-521" -> Optional.of(KeyType.P521);
            case "OKP Ed25519" -> Optional.of(KeyType.ED25519);
            default -> Optional.empty();
        };
    }

    private static PublicKey publicKey(KeyType type, Fields jwk)
            throws GeneralSecurityException, BadToken {
        return switch (type) {
            case RSA -> rsa(jwk);
            case P256 -> onCurve("secp256r1", jwk);
            case P384 -> onCurve("secp384r1", jwk);
            case P521 -> onCurve("secp521r1", jwk);
            case ED25519 -> edwards(CompactToken.decoded(jwk.text("x")));
        };
    }

    private static PublicKey rsa(Fields jwk) throws GeneralSecurityException, BadToken {
        BigInteger modulus = number(jwk, "n");
        BigInteger exponent = number(jwk, "e");
        if (modulus.bitLength() < SHORTEST_RSA
                || modulus.bitLength() > LONGEST_RSA
                || exponent.bitLength() > 64
                || exponent.compareTo(BigInteger.TWO) <= 0
                || !exponent.testBit(0)) {
            throw new BadToken("the key is too weak or too large");
        }
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static PublicKey onCurve(String curve, Fields jwk)
            throws GeneralSecurityException, BadToken {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger right =
                x.pow(3).add(spec.getCurve().getA().multiply(x)).add(spec.getCurve().getB());
        boolean within = x.compareTo(p) < 0 && point.getAffineY().compareTo(p) < 0;
        if (!within || !point.getAffineY().pow(2).mod(p).equals(right.mod(p))) {
            throw new BadToken("the point is not on the curve");
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, spec));
    }

    /// The bytes of a point, the least first; the highest bit says whether x is odd (RFC 8032).
    private static PublicKey edwards(byte[] little) throws GeneralSecurityException, BadToken {
        if (little.length != 32) {
            throw new BadToken("the point has not 32 bytes");
        }
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = little[31 - i];
        }
        boolean odd = big[0] < 0;
        big[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, big));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static BigInteger number(Fields jwk, String name) throws BadToken {
        return new BigInteger(1, CompactToken.decoded(jwk.text(name)));
    }
}
