package dev.tollgate.adapters.persistence.files;

import dev.tollgate.application.port.out.MasterKeys;
import dev.tollgate.domain.access.Secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// `master_key` in the data directory, readable by its owner only.
public final class MasterKeyFile implements MasterKeys {
    private static final int RANDOM_BYTES = 24;

    private final Path directory;
    private final Path file;
    private final RandomGenerator random;

    /// @param random must be a secure one
    public MasterKeyFile(Path dataDirectory, RandomGenerator random) {
        this.directory = dataDirectory.toAbsolutePath().normalize();
        this.file = directory.resolve("master_key");
        this.random = random;
    }

    @Override
    public Secret obtain() {
        try {
            return read();
        } catch (NoSuchFileException _) {
            return make();
        } catch (IOException e) {
            throw unavailable("cannot be read", e);
        }
    }

    @Override
    public String location() {
        return file.toString();
    }

    private Secret read() throws IOException {
        String key = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (key.isEmpty()) {
            throw new IOException("it is empty; delete it and a new key is made");
        }
        return Secret.of(key);
    }

    private Secret make() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String key = "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            OwnerOnly.directory(directory);
            // Where another gateway on the same directory was faster, its key is the key.
            return OwnerOnly.newFile(file, key + "\n") ? Secret.of(key) : readOthers();
        } catch (IOException e) {
            throw unavailable("cannot be made", e);
        }
    }

    private Secret readOthers() {
        try {
            return read();
        } catch (IOException e) {
            throw unavailable("cannot be read", e);
        }
    }

    private MasterKeyUnavailable unavailable(String what, IOException e) {
        return new MasterKeyUnavailable(
                "the master key file %s %s (%s). Set LITELLM_MASTER_KEY or general_settings.master_key, or choose another --data_dir"
                        .formatted(file, what, OwnerOnly.reason(e)),
                e);
    }
}
