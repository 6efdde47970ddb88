package dev.tollgate.adapters.persistence.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.access.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

class SaltKeyFileIT {
    @TempDir Path directory;

    @Test
    void a_key_is_made_once_and_kept_for_its_owner_alone() throws IOException {
        Path data = directory.resolve("data");
        Secret made = new SaltKeyFile(data, new Random(1)).obtain();

        assertThat(made.reveal()).hasSize(43);
        assertThat(new SaltKeyFile(data, new Random(2)).obtain()).isEqualTo(made);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("salt_key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void an_empty_file_is_not_taken_for_a_key() throws IOException {
        Files.writeString(directory.resolve("salt_key"), "\n");

        assertThatThrownBy(() -> new SaltKeyFile(directory, new Random(1)).obtain())
                .hasMessageContaining("salt_key")
                .hasMessageContaining("LITELLM_SALT_KEY");
    }
}
