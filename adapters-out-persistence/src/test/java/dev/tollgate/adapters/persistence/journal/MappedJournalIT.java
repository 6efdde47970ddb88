package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.journal.JournalSettings.Sync;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.testkit.contract.JournalContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

class MappedJournalIT {
    @TempDir Path directory;

    @Nested
    class BroughtToTheDiskSoon extends Kept {
        BroughtToTheDiskSoon() {
            super(Sync.SOON);
        }
    }

    @Nested
    class BroughtToTheDiskAlways extends Kept {
        BroughtToTheDiskAlways() {
            super(Sync.ALWAYS);
        }
    }

    abstract class Kept implements JournalContract {
        private static final int SEGMENT = 256 * 1024;
        private final Sync sync;
        private Machine machine = new Machine(Path.of(""));

        Kept(Sync sync) {
            this.sync = sync;
        }

        @AfterEach
        void closes() {
            machine.close();
        }

        @Override
        public Journal waiting() {
            return open(Duration.ofMinutes(1));
        }

        @Override
        public Journal journal() {
            return open(Duration.ofMillis(1));
        }

        private Journal open(Duration patience) {
            machine = new Machine(directory.resolve("data"));
            return machine.start(
                    machine.settings("one")
                            .sized(SEGMENT, 8L * SEGMENT)
                            .waiting(patience)
                            .synced(sync));
        }
    }
}
