package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.files.OwnerOnly;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The journal of an instance that is gone, taken over. What was settled and not posted is given in
/// the order in which it was written; an attempt whose end is missing is given as an interrupted
/// one, in the place of its beginning.
///
/// It is read twice, and not before entries are asked for. The first time only tells which attempts
/// have no end: as an end always comes behind its beginning, no more is kept in memory than ran at
/// once.
final class Abandoned implements Source, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

    private final InstanceDirectory directory;
    private final Path setAside;
    private final List<SegmentFile> segments = new ArrayList<>();
    private final Set<SegmentFile> unknown = new HashSet<>();
    private final Map<UUID, Where> running = new HashMap<>();
    private final Given given = new Given();
    private final List<SegmentFile> read = new ArrayList<>();
    private Optional<Scan> scan = Optional.empty();
    private long unposted;
    private boolean surveyed;
    private boolean whole = true;

    private record Where(SegmentFile segment, int at) {}

    /// @param setAside where segments go that have what only a later version can read
    /// @throws IOException it cannot be read
    Abandoned(InstanceDirectory directory, Path setAside) throws IOException {
        this.directory = directory;
        this.setAside = setAside;
        try {
            for (Path file : directory.segments()) {
                open(file);
            }
        } catch (IOException | RuntimeException | InternalError e) {
            segments.forEach(SegmentFile::unmap);
            throw e;
        }
    }

    private void open(Path file) throws IOException {
        try {
            segments.add(SegmentFile.open(file));
        } catch (SegmentFile.NoSegment e) {
            Path kept = keep(file, ".damaged");
            LOG.error("{}; it is kept as {}", e.getMessage(), kept);
        }
    }

    private void survey() {
        surveyed = true;
        for (SegmentFile segment : segments) {
            Scan survey = new Scan(segment);
            for (Optional<Found> found = survey.next(); found.isPresent(); found = survey.next()) {
                survey(segment, found.get());
            }
            if (survey.unreadable() > 0) {
                LOG.warn(
                        "{} has {} bytes of unfinished or damaged records",
                        segment.file(),
                        survey.unreadable());
            }
        }
        unposted += running.size();
        if (unposted > 0) {
            LOG.info("took over the journal {} with {} entries", directory.path(), unposted);
        }
    }

    private void survey(SegmentFile segment, Found found) {
        if (!found.known()) {
            unknown.add(segment);
        } else if (found.kind() == Layout.SETTLED) {
            running.remove(found.id());
            unposted += found.posted() ? 0 : 1;
        } else if (!found.posted()) {
            running.put(found.id(), new Where(segment, found.at()));
        }
    }

    /// Whose it was.
    String instance() {
        return directory.instance();
    }

    Path path() {
        return directory.path();
    }

    /// Entries that were not posted yet, once somebody asked for them.
    long unposted() {
        return unposted;
    }

    /// Segments on the disk.
    int size() {
        return segments.size() + read.size();
    }

    @Override
    public List<LedgerEntry> take(int most) {
        if (!surveyed) {
            survey();
        }
        if (given.size() == 0) {
            while (given.size() < most && step()) {}
        }
        return given.first(most);
    }

    private boolean step() {
        if (segments.isEmpty()) {
            return false;
        }
        SegmentFile segment = segments.getFirst();
        Scan here = scan.orElseGet(() -> new Scan(segment));
        scan = Optional.of(here);
        Optional<Found> found = here.next();
        if (found.isPresent()) {
            give(segment, found.get());
        } else {
            read.add(segments.removeFirst());
            scan = Optional.empty();
        }
        return true;
    }

    private void give(SegmentFile segment, Found found) {
        if (!found.known() || found.posted() || !isLast(segment, found)) {
            return;
        }
        Optional<LedgerEntry> entry = found.entry();
        if (entry.isPresent()) {
            given.add(entry.get(), segment, found.at());
        } else {
            LOG.error("{} cannot be read at byte {}", segment.file(), found.at());
            unknown.add(segment);
            unposted--;
        }
    }

    private boolean isLast(SegmentFile segment, Found found) {
        return found.kind() == Layout.SETTLED
                || new Where(segment, found.at()).equals(running.get(found.id()));
    }

    @Override
    public int posted(Set<UUID> ids) {
        int count = given.posted(ids);
        unposted -= count;
        return count;
    }

    /// Deletes segments that were read and whose entries are all posted, or sets them aside.
    ///
    /// @return whether none is left
    boolean tidy() throws IOException {
        while (given.size() == 0 && !read.isEmpty()) {
            SegmentFile segment = read.getFirst();
            if (unknown.contains(segment)) {
                setAside(segment);
            } else {
                segment.delete();
            }
            read.removeFirst();
        }
        return read.isEmpty() && segments.isEmpty();
    }

    private void setAside(SegmentFile segment) throws IOException {
        Scan rest = new Scan(segment);
        for (Optional<Found> found = rest.next(); found.isPresent(); found = rest.next()) {
            if (found.get().entry().isPresent()) {
                segment.markPosted(found.get().at());
            }
        }
        segment.force();
        segment.unmap();
        if (!segment.file().startsWith(setAside)) {
            Path kept = keep(segment.file(), "");
            LOG.error("{} has entries of a later version: it is kept as {}", segment.file(), kept);
        }
    }

    private Path keep(Path file, String suffix) throws IOException {
        whole = false;
        Path kept = OwnerOnly.directory(setAside);
        String name = directory.name() + "-" + file.getFileName() + suffix;
        return Files.move(file, kept.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Whether nothing of it was set aside.
    boolean whole() {
        return whole;
    }

    InstanceDirectory directory() {
        return directory;
    }

    /// Leaves what is left of it to others.
    @Override
    public void close() throws IOException {
        segments.forEach(SegmentFile::unmap);
        read.forEach(SegmentFile::unmap);
        directory.close();
    }
}
