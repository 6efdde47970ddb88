package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// What virtual keys look like, and what is kept of them.
public final class KeyText {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern OWN = Pattern.compile("sk-[!-~]{1,253}");
    private static final int SHOWN = 4;

    private KeyText() {}

    /// A key of 16 bytes of chance.
    static String of(byte[] chance) {
        return "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    }

    /// SHA-256 of the whole key in lower-case hex: the id under which a key is kept.
    public static String hash(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The id of a key that a caller named by itself or by its hash.
    static String id(String keyOrHash) {
        return keyOrHash.startsWith("sk-") ? hash(keyOrHash) : keyOrHash;
    }

    static boolean wellFormed(String keyOrHash) {
        return keyOrHash.startsWith("sk-") || HASH.matcher(keyOrHash).matches();
    }

    /// How a key is shown for ever after.
    static String name(String key) {
        return "sk-..." + key.substring(key.length() - SHOWN);
    }

    /// What is wrong with a key that a caller made up.
    static Optional<Refused> checked(String own, int shortest) {
        if (!own.startsWith("sk-")) {
            return refused("LiteLLM Virtual Key must start with 'sk-'. Received: ****");
        }
        if (own.length() < shortest) {
            return refused("A custom key must be at least %d characters long.".formatted(shortest));
        }
        return OWN.matcher(own).matches()
                ? Optional.empty()
                : refused("A custom key has at most 256 characters, visible ASCII ones only.");
    }

    private static Optional<Refused> refused(String why) {
        return Optional.of(Outcome.invalid("key", "Invalid key format. " + why));
    }
}
