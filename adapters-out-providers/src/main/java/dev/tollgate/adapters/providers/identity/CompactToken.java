package dev.tollgate.adapters.providers.identity;

import dev.tollgate.domain.entity.Fields;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/// A signed token in its compact form (RFC 7515), before anybody knows whether it is genuine.
///
/// @param algorithm how it says it is signed
/// @param keyId the key it says it is signed with; empty: it does not say
/// @param signed what the signature is over
/// @param payload the claims
record CompactToken(
        Algorithm algorithm, String keyId, byte[] signed, byte[] payload, byte[] signature) {
    static final int LONGEST = 16_384;
    private static final int LONGEST_KEY_ID = 512;

    /// Tokens of other types (for logging out, for events, …) prove nothing here.
    private static final Set<String> TYPES =
            Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    static CompactToken parse(String token) throws BadToken {
        if (token.length() > LONGEST) {
            throw new BadToken("It is longer than " + LONGEST + " characters.");
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new BadToken("It does not have three parts.");
        }
        Fields header = BoundedJson.read(decoded(parts[0]), "the header");
        return new CompactToken(
                algorithm(header),
                keyId(header),
                token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
                decoded(parts[1]),
                decoded(parts[2]));
    }

    private static Algorithm algorithm(Fields header) throws BadToken {
        if (header.has("crit") || header.has("b64")) {
            throw new BadToken("It asks for extensions that nobody here knows.");
        }
        if (header.has("typ") && !TYPES.contains(header.text("typ").toLowerCase(Locale.ROOT))) {
            throw new BadToken("It is a token of another type (typ).");
        }
        return Algorithm.named(header.text("alg"))
                .orElseThrow(
                        () ->
                                new BadToken(
                                        "It is not signed with a key pair (alg must be one of"
                                                + " RS256, RS384, RS512, PS256, PS384, PS512,"
                                                + " ES256, ES384, ES512, EdDSA)."));
    }

    private static String keyId(Fields header) throws BadToken {
        String id = header.text("kid");
        if (header.set("kid") && id.isEmpty() || id.length() > LONGEST_KEY_ID) {
            throw new BadToken("Its key id (kid) is none.");
        }
        return id;
    }

    /// What this text stands for. Each value has one text only.
    static byte[] decoded(String part) throws BadToken {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new BadToken("One of its parts is not written in base64url.");
    }

    @Override
    public String toString() {
        return "CompactToken[" + algorithm + "]";
    }
}
