package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.domain.ledger.LedgerEntry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The journals beside one's own whose instances are gone: taken over, read, and removed once all
/// their entries are posted.
final class Neighbours implements Source, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    private final Path root;
    private final Path setAside;
    private final String own;
    private final List<Abandoned> taken = new ArrayList<>();
    private final List<InstanceDirectory> done = new ArrayList<>();
    private final List<InstanceDirectory> told = new ArrayList<>();
    private final Set<Path> given = new HashSet<>();
    private volatile int segments;
    private volatile long unposted;

    /// @param root where all instances' directories are
    /// @param own the instance that looks at them
    Neighbours(Path root, Path setAside, String own) {
        this.root = root;
        this.setAside = setAside;
        this.own = own;
    }

    /// Takes over whatever nobody holds. What fails is told once and left alone.
    void look() {
        try {
            for (Path directory : InstanceDirectory.all(root)) {
                look(directory);
            }
        } catch (IOException e) {
            giveUp(root, e);
        }
        count();
    }

    private void look(Path directory) {
        if (given.contains(directory)) {
            return;
        }
        try {
            Optional<InstanceDirectory> free = InstanceDirectory.takeOver(directory);
            if (free.isPresent()) {
                takeOver(free.get());
            }
        } catch (IOException | RuntimeException | InternalError e) {
            giveUp(directory, e);
        }
    }

    private void takeOver(InstanceDirectory directory) throws IOException {
        if (directory.path().equals(setAside)) {
            // What is still there when it was read is for a later version.
            given.add(setAside);
        }
        if (directory.segments().isEmpty()) {
            done(directory);
            return;
        }
        try {
            taken.add(new Abandoned(directory, setAside));
        } catch (IOException | RuntimeException | InternalError e) {
            directory.close();
            throw e;
        }
    }

    private void giveUp(Path directory, Throwable e) {
        if (given.add(directory)) {
            LOG.error("{} cannot be read; it is left alone until the next start", directory, e);
        }
    }

    /// Segments that are kept here.
    int segments() {
        return segments;
    }

    /// Entries that were not posted yet, as far as they were asked for.
    long unposted() {
        return unposted;
    }

    @Override
    public List<LedgerEntry> take(int most) {
        for (Abandoned journal : List.copyOf(taken)) {
            try {
                List<LedgerEntry> entries = journal.take(most);
                count();
                if (!entries.isEmpty()) {
                    return entries;
                }
                tidy(journal);
            } catch (RuntimeException | InternalError e) {
                drop(journal, e);
            }
        }
        return List.of();
    }

    @Override
    public int posted(Set<UUID> ids) {
        int count = taken.stream().mapToInt(journal -> journal.posted(ids)).sum();
        List.copyOf(taken).forEach(this::tidy);
        return count;
    }

    private void tidy(Abandoned journal) {
        try {
            if (journal.tidy()) {
                taken.remove(journal);
                leave(journal);
            }
        } catch (IOException | RuntimeException | InternalError e) {
            drop(journal, e);
        }
        count();
    }

    private void leave(Abandoned journal) throws IOException {
        if (journal.whole()) {
            done(journal.directory());
        } else {
            // What was set aside is not in the ledger: nobody may say that all is.
            journal.directory().remove();
        }
    }

    /// Its directory stays until somebody has dealt with it, so that a death in between costs
    /// nothing.
    private void done(InstanceDirectory directory) throws IOException {
        if (directory.instance().isEmpty() || directory.path().equals(setAside)) {
            directory.remove();
        } else {
            done.add(directory);
        }
    }

    /// Instances all of whose journals are posted. Those that were told before are forgotten.
    List<String> replayed() {
        told.forEach(this::remove);
        told.clear();
        told.addAll(done);
        done.clear();
        return told.stream()
                .map(InstanceDirectory::instance)
                .distinct()
                .filter(this::isGone)
                .toList();
    }

    private void remove(InstanceDirectory directory) {
        try {
            directory.remove();
        } catch (IOException e) {
            giveUp(directory.path(), e);
        }
    }

    /// An instance that was started again under its old name lives on.
    private boolean isGone(String instance) {
        return !instance.equals(own)
                && taken.stream().noneMatch(it -> it.instance().equals(instance));
    }

    private void drop(Abandoned journal, Throwable e) {
        taken.remove(journal);
        giveUp(journal.path(), e);
        try {
            journal.close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
        count();
    }

    private void count() {
        segments = taken.stream().mapToInt(Abandoned::size).sum();
        unposted = taken.stream().mapToLong(Abandoned::unposted).sum();
    }

    @Override
    public void close() throws IOException {
        for (Abandoned journal : taken) {
            journal.close();
        }
        for (InstanceDirectory directory : done) {
            directory.close();
        }
        for (InstanceDirectory directory : told) {
            directory.close();
        }
    }
}
