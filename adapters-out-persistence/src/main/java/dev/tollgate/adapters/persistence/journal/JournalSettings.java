package dev.tollgate.adapters.persistence.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// How a journal is kept.
///
/// @param directory where all instances' journals are, each in a directory of its own
/// @param instance the name of this one
/// @param segmentBytes size of a file
/// @param totalBytes bound of all files that this instance keeps, those that it took over included
/// @param sync when what was written is brought to the disk
/// @param patience how long [MappedJournal#unposted] waits
public record JournalSettings(
        Path directory,
        String instance,
        int segmentBytes,
        long totalBytes,
        Sync sync,
        Duration patience) {
    public static final int SEGMENT_BYTES = 16 * 1024 * 1024;
    public static final long TOTAL_BYTES = 1024L * 1024 * 1024;

    /// A gateway that ends waits for so long at most for who waits for entries.
    private static final Duration PATIENCE = Duration.ofMillis(100);

    static final int LEAST_SEGMENT_BYTES = 64 * 1024;
    static final int MOST_SEGMENT_BYTES = 1024 * 1024 * 1024;
    private static final int LEAST_SEGMENTS = 2;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    public JournalSettings {
        if (!NAME.matcher(instance).matches() || instance.equals(MappedJournal.SET_ASIDE)) {
            throw new IllegalArgumentException(
                    "an instance's name has up to 64 letters, digits, - and _, not '%s'"
                            .formatted(instance));
        }
        if (segmentBytes < LEAST_SEGMENT_BYTES || segmentBytes > MOST_SEGMENT_BYTES) {
            throw new IllegalArgumentException(
                    "a segment has %d to %d bytes, not %d"
                            .formatted(LEAST_SEGMENT_BYTES, MOST_SEGMENT_BYTES, segmentBytes));
        }
        if (totalBytes / segmentBytes < LEAST_SEGMENTS) {
            throw new IllegalArgumentException(
                    "a journal has %d segments at least, of %d bytes each; %d bytes in all are too few"
                            .formatted(LEAST_SEGMENTS, segmentBytes, totalBytes));
        }
    }

    /// When what was written is brought to the disk. The death of the process costs nothing either
    /// way.
    public enum Sync {
        /// every 50 ms, while answers go on: the loss of power costs what was written since
        SOON,
        /// before an answer's last byte is released, many at once
        ALWAYS
    }

    /// The defaults.
    ///
    /// @param data the gateway's data directory
    public static JournalSettings in(Path data, String instance) {
        return new JournalSettings(
                data.resolve("journal"), instance, SEGMENT_BYTES, TOTAL_BYTES, Sync.SOON, PATIENCE);
    }

    public JournalSettings sized(int segment, long total) {
        return new JournalSettings(directory, instance, segment, total, sync, patience);
    }

    public JournalSettings synced(Sync its) {
        return new JournalSettings(directory, instance, segmentBytes, totalBytes, its, patience);
    }

    public JournalSettings waiting(Duration its) {
        return new JournalSettings(directory, instance, segmentBytes, totalBytes, sync, its);
    }

    int segments() {
        return (int) Math.min(Integer.MAX_VALUE, totalBytes / segmentBytes);
    }
}
