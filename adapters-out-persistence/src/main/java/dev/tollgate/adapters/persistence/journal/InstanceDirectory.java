package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.files.OwnerOnly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// An instance's directory, locked as long as the instance lives: the lock goes with its process,
/// however that ends.
final class InstanceDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String UNNAMED = ".new-";

    /// no instance has it in its name
    private static final String NUMBER = ".";

    private static final int TRIES = 100;

    /// in bytes, all bits set; a lock file has one byte at its end and a hole before it
    private static final int MOST_LENGTH = 0xF_FFFF;

    /// What this process holds. To open and close a lock file of one's own would lose the lock.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private InstanceDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Makes a directory that is locked before others can see it. A name that is taken gets a
    /// number.
    ///
    /// @param root where the instances' directories are; made if it is missing
    static InstanceDirectory make(Path root, String instance) throws IOException {
        Path real = OwnerOnly.directory(root).toRealPath();
        forceAround(real);
        for (int number = 1; number <= TRIES; number++) {
            String name = number == 1 ? instance : instance + NUMBER + number;
            Optional<InstanceDirectory> made = make(real.resolve(name));
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new IOException("no directory for %s can be made in %s".formatted(instance, root));
    }

    /// The directory's own entry is on the disk. The root of a file system has none.
    private static void forceAround(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            force(parent);
        }
    }

    private static Optional<InstanceDirectory> make(Path named) throws IOException {
        Path unnamed = OwnerOnly.directory(named.resolveSibling(UNNAMED + UUID.randomUUID()));
        Optional<InstanceDirectory> locked = takeOver(unnamed);
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        try {
            HELD.add(named);
            Files.move(unnamed, named);
            HELD.remove(unnamed);
            forceAround(named);
            return Optional.of(new InstanceDirectory(named, locked.get().channel));
        } catch (FileAlreadyExistsException _) {
            // Whose it is, is another question: not to be asked here.
            HELD.remove(named);
            locked.get().remove();
            return Optional.empty();
        }
    }

    /// Locks a directory whose instance is gone.
    ///
    /// @return nothing where its instance lives, or another one was faster
    static Optional<InstanceDirectory> takeOver(Path directory) throws IOException {
        if (!HELD.add(directory)) {
            return Optional.empty();
        }
        Optional<FileChannel> locked = Optional.empty();
        try {
            locked = lock(directory.resolve(LOCK));
        } finally {
            if (locked.isEmpty()) {
                HELD.remove(directory);
            }
        }
        return locked.map(channel -> new InstanceDirectory(directory, channel));
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return Optional.empty();
        }
        try {
            Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
            if (lock.isPresent() && isStillThere(file, channel)) {
                return Optional.of(channel);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /// Who held the lock may have removed the file before letting go of it, and a new instance may
    /// have made another one under its name. Told by the file's length, a random number: to read
    /// the file would open and close it, and with that lose the lock.
    private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
        int length = 1 + (UUID.randomUUID().hashCode() & MOST_LENGTH);
        var _ = channel.truncate(0).write(ByteBuffer.allocate(1), length - 1L);
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /// The directories of all instances, living or not.
    static List<Path> all(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root.toRealPath())) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    Path path() {
        return path;
    }

    String name() {
        return path.getFileName().toString();
    }

    /// Whose it is; empty for a directory that got no name yet.
    String instance() {
        return instance(path);
    }

    static String instance(Path directory) {
        String name = directory.getFileName().toString();
        int number = name.indexOf(NUMBER);
        return number < 0 ? name : name.substring(0, number);
    }

    /// Files of segments, the oldest first.
    List<Path> segments() throws IOException {
        return files(SegmentFile.SUFFIX);
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(it -> it.toString().endsWith(suffix)).sorted().toList();
        }
    }

    /// Brings to the disk which files there are.
    void force() throws IOException {
        force(path);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Lets go of it: others may take it over.
    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(path);
    }

    /// Removes it, unless there are segments in it, and lets go of it.
    void remove() throws IOException {
        try (this) {
            if (segments().isEmpty()) {
                for (Path unfinished : files(SegmentFile.UNFINISHED)) {
                    Files.delete(unfinished);
                }
                Files.deleteIfExists(path.resolve(LOCK));
                Files.deleteIfExists(path);
            }
        }
    }
}
