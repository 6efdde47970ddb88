package dev.tollgate.adapters.persistence.secrets;

import dev.tollgate.application.port.out.SecretCipher;
import dev.tollgate.domain.access.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM under a key made of the salt key. What it makes is `tg1.KEY.DATA`: the first eight
/// hex digits of what the salt key is known by, then nonce, ciphertext and tag in Base64.
public final class AesSecretCipher implements SecretCipher {
    private static final String FORM = "tg1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int NAME_BYTES = 4;

    private final SecretKeySpec key;
    private final String name;
    private final RandomGenerator random;

    /// @param saltKey any text; never changed once something is kept
    /// @param random must be a secure one
    public AesSecretCipher(Secret saltKey, RandomGenerator random) {
        byte[] salt = saltKey.reveal().getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(derived(salt, "tollgate secrets 1"), "AES");
        this.name =
                HexFormat.of()
                        .formatHex(Arrays.copyOf(derived(salt, "tollgate key name 1"), NAME_BYTES));
        this.random = random;
    }

    private static byte[] derived(byte[] salt, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public String close(String secret, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] closed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, place)
                            .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all =
                    ByteBuffer.allocate(nonce.length + closed.length)
                            .put(nonce)
                            .put(closed)
                            .array();
            return FORM + "." + name + "." + encoded(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be encrypted", e);
        }
    }

    @Override
    public String open(String closed, String place) {
        String[] parts = closed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(FORM)) {
            throw new CannotKeepSecrets(place + " is not an encrypted secret");
        }
        if (!parts[1].equals(name)) {
            throw new CannotKeepSecrets(
                    "%s was encrypted with the key %s, and LITELLM_SALT_KEY is the key %s: set it to the one that was used"
                            .formatted(place, parts[1], name));
        }
        try {
            byte[] all = decoded(parts[2]);
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, nonce, place)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(opened, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new CannotKeepSecrets(place + " was changed since it was encrypted");
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// @throws IllegalArgumentException for any text but the one that these bytes were encoded as
    private static byte[] decoded(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length < NONCE_BYTES || !encoded(bytes).equals(text)) {
            throw new IllegalArgumentException("not what was encoded");
        }
        return bytes;
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        AlgorithmParameterSpec parameters = new GCMParameterSpec(TAG_BITS, nonce);
        cipher.init(mode, key, parameters);
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
