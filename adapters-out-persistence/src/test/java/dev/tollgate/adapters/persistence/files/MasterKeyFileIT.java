package dev.tollgate.adapters.persistence.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.out.MasterKeys.MasterKeyUnavailable;
import dev.tollgate.domain.access.Secret;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

class MasterKeyFileIT {
    @TempDir Path directory;
    private Path data = Path.of("");

    @BeforeEach
    void names_the_data_directory() {
        data = directory.resolve("data");
    }

    private MasterKeyFile keys(long seed) {
        return new MasterKeyFile(data, new Random(seed));
    }

    @Test
    void a_key_is_made_once_and_kept_for_its_owner_alone() throws IOException {
        Secret made = keys(1).obtain();

        assertThat(made.reveal()).startsWith("sk-").hasSize(3 + 32);
        assertThat(keys(2).obtain()).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(Path.of(keys(1).location()))))
                .isEqualTo("rw-------");
    }

    @Test
    void an_empty_file_is_not_taken_for_a_key() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("master_key"), "\n");

        assertThatThrownBy(() -> keys(1).obtain())
                .isInstanceOf(MasterKeyUnavailable.class)
                .hasMessageContaining("master_key")
                .hasMessageContaining("it is empty");
    }

    @Test
    void a_data_directory_that_is_a_file_is_said_so() throws IOException {
        Files.writeString(data, "not a directory");

        assertThatThrownBy(() -> keys(1).obtain())
                .isInstanceOf(MasterKeyUnavailable.class)
                .hasMessageContaining("--data_dir");
    }
}
