package dev.tollgate.bootstrap.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads configuration files, bounded in size.
@FunctionalInterface
public interface ConfigFiles {
    /// The largest file that is read, in bytes.
    int LARGEST = 8 << 20;

    /// @throws java.nio.file.NoSuchFileException if there is no such file
    /// @throws IOException if it cannot be read or is larger than [#LARGEST]
    byte[] read(Path file) throws IOException;

    /// The files of this machine.
    static ConfigFiles onDisk() {
        return file -> {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(LARGEST + 1);
                if (content.length > LARGEST) {
                    throw new IOException("larger than " + LARGEST + " bytes");
                }
                return content;
            }
        };
    }
}
