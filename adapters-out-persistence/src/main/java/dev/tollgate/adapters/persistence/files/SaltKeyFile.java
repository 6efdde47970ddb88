package dev.tollgate.adapters.persistence.files;

import dev.tollgate.domain.access.Secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// `salt_key` in the data directory, readable by its owner only: what secrets are encrypted with
/// where nobody named a key for that. Who loses it loses them.
public final class SaltKeyFile {
    private static final int RANDOM_BYTES = 32;

    private final Path file;
    private final RandomGenerator random;

    /// @param random must be a secure one
    public SaltKeyFile(Path dataDirectory, RandomGenerator random) {
        this.file = dataDirectory.toAbsolutePath().normalize().resolve("salt_key");
        this.random = random;
    }

    /// The kept key; made if there is none.
    public Secret obtain() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        try {
            OwnerOnly.directory(file.resolveSibling("."));
            boolean _ =
                    OwnerOnly.newFile(
                            file,
                            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
            String key = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (key.isEmpty()) {
                throw new IOException("it is empty");
            }
            return Secret.of(key);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the key file %s cannot be used (%s); set LITELLM_SALT_KEY"
                            .formatted(file, OwnerOnly.reason(e)),
                    e);
        }
    }
}
