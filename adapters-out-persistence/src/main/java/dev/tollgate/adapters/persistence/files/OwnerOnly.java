package dev.tollgate.adapters.persistence.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Directories and files that their owner alone may read, where the file system knows owners.
public final class OwnerOnly {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    /// Makes a directory, unless it is there.
    public static Path directory(Path path) throws IOException {
        Path normal = path.normalize();
        if (!Files.isDirectory(normal)) {
            Files.createDirectories(normal, permissions("rwx------"));
        }
        return normal;
    }

    /// Makes an empty file, unless it is there.
    public static Path file(Path path) throws IOException {
        try {
            return Files.createFile(path, permissions("rw-------"));
        } catch (FileAlreadyExistsException _) {
            return path;
        }
    }

    /// Makes a file with this content.
    ///
    /// @return false where there is one already, which stays as it is
    static boolean newFile(Path path, String content) throws IOException {
        try (var channel =
                Files.newByteChannel(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        permissions("rw-------"))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }

    private static FileAttribute<?>[] permissions(String written) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(written))
                }
                : new FileAttribute<?>[0];
    }

    /// Why something failed, for people.
    public static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "access denied"
                : String.valueOf(e.getMessage());
    }
}
