package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.files.OwnerOnly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A mapped file of records, preallocated: every byte of it is on the disk before the first record
/// is, so that writing to the mapping never meets a full disk.
///
/// Its head is there twice. The salt in it goes into every check, so that nobody can have a text
/// logged that looks like a record.
final class SegmentFile {
    static final String SUFFIX = ".segment";

    /// of a file that is being made
    static final String UNFINISHED = ".new";

    /// bytes before the first record
    static final int HEAD = 128;

    /// that no record may exceed, whatever is large
    static final int LARGEST_RECORD = 256 * 1024;

    private static final int COPY = 64;
    private static final long MAGIC = 0x314C4E524A474C54L;
    private static final int ZEROS = 1 << 18;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORD = INT.varHandle();

    private final Path file;
    private final Arena arena;
    private final MemorySegment map;
    private final int size;
    private final long sequence;
    private final long salt;
    private boolean mapped = true;

    private SegmentFile(Path file, Arena arena, MemorySegment map, int head) {
        this.file = file;
        this.arena = arena;
        this.map = map;
        this.size = (int) map.byteSize();
        this.sequence = map.get(LONG, head + 8);
        this.salt = map.get(LONG, head + 16);
    }

    /// Makes a segment. It gets its name once it is whole, and on the disk.
    ///
    /// @throws IOException the disk is full, or worse; nothing is left of it then
    static SegmentFile create(Path file, long sequence, long salt, int size) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel =
                FileChannel.open(
                        OwnerOnly.file(unfinished),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            write(channel, head(sequence, salt));
            fill(channel, size);
            channel.force(true);
            Files.move(unfinished, file);
            return map(file, channel);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /// What is in the file is no segment.
    static final class NoSegment extends IOException {
        private static final long serialVersionUID = 1L;

        NoSegment(String message) {
            super(message);
        }
    }

    /// @throws NoSegment it is none
    /// @throws IOException it cannot be read
    static SegmentFile open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < HEAD || channel.size() > Integer.MAX_VALUE) {
                throw new NoSegment(file + " is no segment of a journal: its size is strange");
            }
            return map(file, channel);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by unmap
    private static SegmentFile map(Path file, FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment map =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
            return new SegmentFile(file, arena, map, intactHead(file, map));
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    private static int intactHead(Path file, MemorySegment map) throws IOException {
        for (int at = 0; at < HEAD; at += COPY) {
            byte[] copy = map.asSlice(at, COPY).toArray(ValueLayout.JAVA_BYTE);
            ByteBuffer head = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
            if (head.getLong(0) == MAGIC && head.getInt(24) == headCheck(copy)) {
                return at;
            }
        }
        throw new NoSegment(file + " is no segment of a journal: its head is not intact");
    }

    private static ByteBuffer head(long sequence, long salt) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < HEAD; at += COPY) {
            head.putLong(at, MAGIC).putLong(at + 8, sequence).putLong(at + 16, salt);
            head.putInt(at + 24, headCheck(head.array()));
        }
        return head;
    }

    private static int headCheck(byte[] head) {
        CRC32C check = new CRC32C();
        check.update(head, 0, 24);
        return (int) check.getValue();
    }

    private static void fill(FileChannel channel, int size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
        long left = size - channel.position();
        while (left > 0) {
            zeros.clear().limit((int) Math.min(ZEROS, left));
            left -= write(channel, zeros);
        }
    }

    private static int write(FileChannel channel, ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
            var _ = channel.write(bytes);
        }
        return length;
    }

    Path file() {
        return file;
    }

    long sequence() {
        return sequence;
    }

    int size() {
        return size;
    }

    /// Writes a record into bytes that are the caller's alone. It is there as a whole once its
    /// length is.
    void put(int at, Draft draft) {
        byte[] bytes = draft.sealed(salt);
        int length = draft.length();
        MemorySegment.copy(
                bytes,
                8 + Layout.CHECK,
                map,
                ValueLayout.JAVA_BYTE,
                at + Layout.CHECK,
                Layout.HEAD - Layout.CHECK + length);
        WORD.setVolatile(map, (long) at + Layout.LENGTH, length);
    }

    /// The length of the record that begins there; 0: none is there yet.
    int lengthAt(int at) {
        return (int) WORD.getVolatile(map, (long) at + Layout.LENGTH);
    }

    int kindAt(int at) {
        return map.get(ValueLayout.JAVA_BYTE, at + Layout.KIND);
    }

    /// The record that begins there, if one does, whole and intact.
    Optional<Found> found(int at) {
        if (at + Layout.HEAD > size) {
            return Optional.empty();
        }
        int length = lengthAt(at);
        int traits = map.get(INT, at + Layout.KIND);
        int kind = traits & 0xFF;
        if (length <= 0
                || length > LARGEST_RECORD
                || length > size - at - Layout.HEAD
                || kind == 0
                || kind > Layout.LAST_KIND
                || traits >>> 16 != 0) {
            return Optional.empty();
        }
        byte[] content = new byte[length];
        MemorySegment.copy(map, ValueLayout.JAVA_BYTE, at + Layout.HEAD, content, 0, length);
        if (map.get(INT, at + Layout.CHECK) != check(length, traits, content)) {
            return Optional.empty();
        }
        boolean posted = map.get(INT, at + Layout.MARK) == Layout.POSTED;
        int version = traits >>> 8 & 0xFF;
        return Optional.of(new Found(at, Layout.size(length), kind, version, posted, content));
    }

    private int check(int length, int traits, byte[] content) {
        ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(salt).putInt(length).putInt(traits);
        CRC32C check = new CRC32C();
        check.update(head.array());
        check.update(content);
        return (int) check.getValue();
    }

    /// Whether eight bytes are zeros.
    boolean isZero(int at) {
        return map.get(LONG, at) == 0;
    }

    /// Marks a record as being in the ledger.
    void markPosted(int at) {
        map.set(INT, at + Layout.MARK, Layout.POSTED);
    }

    /// Returns when all that was written is on the disk.
    synchronized void force() throws IOException {
        if (mapped) {
            try {
                map.force();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    /// What is read or written afterwards fails.
    synchronized void unmap() {
        if (mapped) {
            mapped = false;
            arena.close();
        }
    }

    void delete() throws IOException {
        unmap();
        Files.deleteIfExists(file);
    }
}
