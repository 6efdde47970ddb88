package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.testkit.contract.JournalContract;

import java.time.Duration;

class InMemoryJournalTest implements JournalContract {
    @Override
    public Journal waiting() {
        return new InMemoryJournal(10, Duration.ofMinutes(1));
    }

    @Override
    public Journal journal() {
        return new InMemoryJournal(1_000, Duration.ofMillis(1));
    }
}
