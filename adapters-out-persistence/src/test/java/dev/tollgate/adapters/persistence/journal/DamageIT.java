package dev.tollgate.adapters.persistence.journal;

import static dev.tollgate.adapters.persistence.journal.Machine.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.ledger.LedgerEntry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Damages a recording at every byte.
class DamageIT {
    private static final int ENTRIES = 3;

    @TempDir Path directory;
    private final Map<UUID, LedgerEntry> written = new LinkedHashMap<>();
    private Path segment = Path.of("");

    @BeforeEach
    void records() throws IOException {
        try (Machine machine = new Machine(directory.resolve("data"))) {
            MappedJournal journal = machine.start("one");
            for (long seed = 1; seed <= ENTRIES; seed++) {
                LedgerEntry entry = new RandomRecords(seed).entry();
                written.put(entry.id(), entry);
                settle(journal, entry);
            }
            segment = directory.resolve("recording.segment");
            Files.copy(machine.files(".segment").getFirst(), segment);
        }
    }

    @Test
    void a_byte_that_was_changed_costs_its_own_record_at_most_and_never_makes_a_wrong_entry()
            throws IOException {
        int end = read(segment).getLast().at() + 1_000;
        Random random = new Random(1);
        SegmentFile file = SegmentFile.open(segment);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel =
                        FileChannel.open(
                                segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment map =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
            for (int at = SegmentFile.HEAD; at < end; at++) {
                byte before = map.get(ValueLayout.JAVA_BYTE, at);
                byte change = (byte) random.nextInt(1, 256);
                map.set(ValueLayout.JAVA_BYTE, at, (byte) (before ^ change));

                isRight(scan(file), "byte %d by %d".formatted(at, change));

                map.set(ValueLayout.JAVA_BYTE, at, before);
            }
        } finally {
            file.unmap();
        }
    }

    private void isRight(List<Found> found, String damage) {
        assertThat(found).as(damage).hasSizeBetween(2 * ENTRIES - 1, 2 * ENTRIES);
        for (Found record : found) {
            // A damaged mark must not hide an entry.
            assertThat(record.posted()).as(damage).isFalse();
            if (record.kind() == Layout.SETTLED) {
                assertThat(record.entry()).as(damage).contains(original(record.id()));
            }
        }
    }

    private LedgerEntry original(UUID id) {
        return Optional.ofNullable(written.get(id)).orElseThrow();
    }

    @Test
    void a_recording_that_ends_early_has_all_records_before_its_end() throws IOException {
        List<Found> whole = read(segment);
        int end = whole.getLast().at() + whole.getLast().size();
        for (int length = SegmentFile.HEAD; length <= end; length += 3) {
            Path cut = directory.resolve("cut.segment");
            Files.deleteIfExists(cut);
            try (FileChannel from = FileChannel.open(segment);
                    FileChannel to =
                            FileChannel.open(
                                    cut, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                assertThat(from.transferTo(0, length, to)).isEqualTo(length);
            }

            List<Integer> found = read(cut).stream().map(Found::at).toList();

            int most = length;
            assertThat(found)
                    .as("%d bytes", length)
                    .isEqualTo(
                            whole.stream()
                                    .filter(
                                            it ->
                                                    it.at() + Layout.HEAD + it.content().length
                                                            <= most)
                                    .map(Found::at)
                                    .toList());
        }
    }

    private static List<Found> read(Path path) throws IOException {
        SegmentFile file = SegmentFile.open(path);
        try {
            return scan(file);
        } finally {
            file.unmap();
        }
    }

    private static List<Found> scan(SegmentFile file) {
        Scan scan = new Scan(file);
        List<Found> all = new ArrayList<>();
        for (Optional<Found> found = scan.next(); found.isPresent(); found = scan.next()) {
            all.add(found.get());
        }
        return all;
    }
}
