package dev.tollgate.application.testkit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A tiny identity provider: one key pair, its public half as a JWK, and tokens signed with it.
///
/// @param algorithm `RS256`, `PS384`, `ES256`, `EdDSA`, …
public record TestIssuer(String keyId, String algorithm, KeyPair keys) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /// With a new key pair.
    public static TestIssuer of(String keyId, String algorithm) {
        try {
            KeyPairGenerator pairs =
                    switch (algorithm) {
                        case "ES256" -> curve("secp256r1");
                        case "ES384" -> curve("secp384r1");
                        case "ES512" -> curve("secp521r1");
                        case "EdDSA" -> KeyPairGenerator.getInstance("Ed25519");
                        default -> rsa(2048);
                    };
            return new TestIssuer(keyId, algorithm, pairs.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPairGenerator curve(String name) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(new ECGenParameterSpec(name));
        return pairs;
    }

    private static KeyPairGenerator rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
        pairs.initialize(bits);
        return pairs;
    }

    /// An RSA key pair of a length that may be too short.
    public static TestIssuer ofBits(String keyId, int bits) {
        try {
            return new TestIssuer(keyId, "RS256", rsa(bits).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// The set of these issuers' keys.
    public static String jwks(TestIssuer... issuers) {
        return Arrays.stream(issuers)
                .map(issuer -> json(issuer.jwk()))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /// The public key as it is published.
    public Map<String, Object> jwk() {
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kid", keyId);
        jwk.put("use", "sig");
        switch (keys.getPublic()) {
            case RSAPublicKey key -> {
                jwk.put("kty", "RSA");
                jwk.put("n", base64(unsigned(key.getModulus(), 0)));
                jwk.put("e", base64(unsigned(key.getPublicExponent(), 0)));
            }
            case ECPublicKey key -> {
                int bits = key.getParams().getCurve().getField().getFieldSize();
                jwk.put("kty", "EC");
                jwk.put("crv", "P-" + bits);
                jwk.put("x", base64(unsigned(key.getW().getAffineX(), (bits + 7) / 8)));
                jwk.put("y", base64(unsigned(key.getW().getAffineY(), (bits + 7) / 8)));
            }
            case EdECPublicKey key -> {
                jwk.put("kty", "OKP");
                jwk.put("crv", "Ed25519");
                byte[] encoded = key.getEncoded();
                jwk.put(
                        "x",
                        base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
            }
            case PublicKey other -> throw new AssertionError(other.getAlgorithm());
        }
        return jwk;
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        int size = Math.max(length, bytes.length - from);
        byte[] padded = new byte[size];
        System.arraycopy(bytes, from, padded, size - bytes.length + from, bytes.length - from);
        return padded;
    }

    /// A token that says this, signed as it should be.
    public String token(Map<String, ?> claims) {
        return token(Map.of("alg", algorithm, "typ", "JWT", "kid", keyId), json(claims));
    }

    /// A token with a header of its own, signed all the same.
    public String token(Map<String, ?> header, String payload) {
        String signed = part(json(header)) + "." + part(payload);
        return signed + "." + base64(signature(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] signed) {
        try {
            PrivateKey key = keys.getPrivate();
            String bits = algorithm.substring(2);
            Signature signature =
                    Signature.getInstance(
                            switch (algorithm.substring(0, 2)) {
                                case "RS" -> "SHA" + bits + "withRSA";
                                case "PS" -> "RSASSA-PSS";
                                case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
                                default -> "Ed25519";
                            });
            if (algorithm.startsWith("PS")) {
                signature.setParameter(
                        new PSSParameterSpec(
                                "SHA-" + bits,
                                "MGF1",
                                new MGF1ParameterSpec("SHA-" + bits),
                                Integer.parseInt(bits) / 8,
                                1));
            }
            signature.initSign(key);
            signature.update(signed);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// A part of a token.
    public static String part(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String base64(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    /// Maps, lists, texts, numbers and flags as JSON.
    public static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(each -> json(each.getKey()) + ":" + json(each.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream().map(TestIssuer::json).collect(Collectors.joining(",", "[", "]"));
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            default -> value.toString();
        };
    }
}
