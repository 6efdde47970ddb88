package dev.tollgate.adapters.persistence.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Makes entries of a later version, and turns them back.
final class Later {
    private Later() {}

    /// Makes the records of this entry ones of a later version.
    static void raise(Path segment, UUID entry) throws IOException {
        version(segment, entry, EntryCodec.VERSION + 1);
    }

    static void lower(Path segment, UUID entry) throws IOException {
        version(segment, entry, EntryCodec.VERSION);
    }

    private static void version(Path segment, UUID entry, int version) throws IOException {
        SegmentFile file = SegmentFile.open(segment);
        Scan scan = new Scan(file);
        List<Found> its = new ArrayList<>();
        for (Optional<Found> found = scan.next(); found.isPresent(); found = scan.next()) {
            found.filter(it -> it.id().equals(entry)).ifPresent(its::add);
        }
        file.unmap();
        for (Found found : its) {
            rewrite(segment, found.at(), Layout.HEAD + found.content().length, version);
        }
    }

    private static void rewrite(Path segment, int at, int size, int version) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel =
                        FileChannel.open(
                                segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment map =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
            map.set(ValueLayout.JAVA_BYTE, at + Layout.VERSION, (byte) version);
            byte[] record = map.asSlice(at, size).toArray(ValueLayout.JAVA_BYTE);
            CRC32C check = new CRC32C();
            check.update(map.asSlice(16, 8).toArray(ValueLayout.JAVA_BYTE));
            check.update(record, 0, 4);
            check.update(record, Layout.KIND, size - Layout.KIND);
            byte[] value =
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt((int) check.getValue())
                            .array();
            MemorySegment.copy(
                    value, 0, map, ValueLayout.JAVA_BYTE, at + Layout.CHECK, value.length);
        }
    }
}
