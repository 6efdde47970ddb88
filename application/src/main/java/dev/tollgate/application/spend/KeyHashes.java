package dev.tollgate.application.spend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Keys as records name them.
final class KeyHashes {
    private KeyHashes() {}

    /// The SHA-256 of a key that is given itself; any other text is one, or nothing that is known.
    static String of(String key) {
        if (!key.startsWith("sk-")) {
            return key;
        }
        try {
            byte[] text = key.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
