package dev.tollgate.adapters.persistence.litellm;

import dev.tollgate.domain.access.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens what LiteLLM encrypts with its salt key, or with its master key where it has none. There
/// are three forms, told by how they begin:
///
/// | begins with | cipher | its key is of the salt key |
/// |---|---|---|
/// | `v3:gcm:` | AES-256-GCM | HKDF with SHA-256, under a name of its own |
/// | `v2:gcm:` | AES-256-GCM | the SHA-256 |
/// | none of these | XSalsa20 with Poly1305 | the SHA-256 |
///
/// What follows is Base64 of either alphabet: nonce, ciphertext and tag.
final class LitellmSecrets {
    private static final String DERIVED = "v3:gcm:";
    private static final String HASHED = "v2:gcm:";
    private static final byte[] PURPOSE = "litellm-at-rest-v3".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{55,}={0,2}");

    private final List<Secret> keys;

    /// @param keys any of which may have been used
    LitellmSecrets(List<Secret> keys) {
        this.keys = keys.stream().filter(key -> !key.isEmpty()).distinct().toList();
    }

    /// Whether a text has one of the forms. The third has no mark: it is Base64 and at least as
    /// long as nonce and tag are.
    static boolean isClosed(String text) {
        return text.startsWith(DERIVED)
                || text.startsWith(HASHED)
                || BASE64.matcher(text).matches();
    }

    /// What was encrypted; nothing where it was with another key, or not at all.
    Optional<String> open(String closed) {
        for (Secret key : keys) {
            Optional<String> open = open(closed, key.reveal().getBytes(StandardCharsets.UTF_8));
            if (open.isPresent()) {
                return open;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> open(String closed, byte[] key) {
        try {
            if (closed.startsWith(DERIVED)) {
                return gcm(closed.substring(DERIVED.length()), derived(key));
            }
            if (closed.startsWith(HASHED)) {
                return gcm(closed.substring(HASHED.length()), hashed(key));
            }
            return SecretBox.open(bytes(closed), hashed(key)).flatMap(LitellmSecrets::text);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] hashed(byte[] key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(key);
    }

    private static byte[] derived(byte[] key) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract()
                                .addIKM(key)
                                .thenExpand(PURPOSE, SecretBox.KEY_BYTES));
    }

    private static Optional<String> gcm(String encoded, byte[] key)
            throws GeneralSecurityException {
        byte[] all = bytes(encoded);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BITS, Arrays.copyOf(all, NONCE_BYTES)));
        return text(cipher.doFinal(all, NONCE_BYTES, Math.max(0, all.length - NONCE_BYTES)));
    }

    private static byte[] bytes(String encoded) {
        return Base64.getUrlDecoder().decode(encoded.replace('+', '-').replace('/', '_'));
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
