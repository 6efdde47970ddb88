package dev.tollgate.adapters.persistence.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/// Makes an instance's segments, numbered from 1. Used by one thread at a time.
final class Segments implements Tape.SegmentSource {
    private final InstanceDirectory directory;
    private final int size;
    private final RandomGenerator random;
    private long sequence;

    Segments(InstanceDirectory directory, int size, RandomGenerator random) {
        this.directory = directory;
        this.size = size;
        this.random = random;
    }

    @Override
    public LiveSegment next() throws IOException {
        long number = sequence + 1;
        Path file = directory.path().resolve("%016d%s".formatted(number, SegmentFile.SUFFIX));
        SegmentFile made = SegmentFile.create(file, number, random.nextLong(), size);
        try {
            directory.force();
        } catch (IOException e) {
            made.delete();
            throw e;
        }
        sequence = number;
        return new LiveSegment(made, size - largestRecord());
    }

    @Override
    public int capacity() {
        return size - SegmentFile.HEAD - largestRecord();
    }

    @Override
    public int largestRecord() {
        return Math.min(SegmentFile.LARGEST_RECORD, size / 4);
    }
}
