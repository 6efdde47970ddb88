package dev.tollgate.adapters.persistence.journal;

import static dev.tollgate.adapters.persistence.journal.Machine.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.journal.Victim.Kept;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Processes that write through the journal are killed one after the other, each while it posts
/// what those before it left. `-Dtollgate.kills=1000` makes it long.
class KilledJournalIT {
    private static final int KILLS = Integer.getInteger("tollgate.kills", 24);
    private static final long NUMBERS = 10_000_000;

    @TempDir Path data;
    private final Set<Long> opened = new HashSet<>();
    private final Set<Long> settled = new HashSet<>();
    private final Map<Long, String> ledger = new HashMap<>();
    private final Set<Long> posted = new HashSet<>();

    @Test
    void whatever_is_killed_each_attempt_that_was_told_is_in_the_ledger_once() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            live(kill, Kept.FILES);
        }
        try (Machine machine = new Machine(data)) {
            MappedJournal last = machine.start("last");
            drain(last).forEach(entry -> hear("L " + Victim.said(entry), -1));
            assertThat(machine.files(".segment")).hasSizeLessThanOrEqualTo(2);
            assertThat(last.replayed())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, KILLS).mapToObj(Victim::name).toList());
        }

        assertThat(opened).hasSizeGreaterThan(KILLS);
        assertThat(opened).allSatisfy(number -> assertThat(ledger).containsKey(number));
        for (long number : opened) {
            assertThat(ledger)
                    .as("attempt %d", number)
                    .containsEntry(
                            number, settled.contains(number) ? whole(number) : either(number));
        }
    }

    @Test
    void without_its_files_a_journal_that_is_killed_loses_attempts_that_were_told()
            throws Exception {
        live(1, Kept.MEMORY);
        try (Machine machine = new Machine(data)) {
            assertThat(drain(machine.start("last"))).isEmpty();
        }

        Set<Long> lost = new HashSet<>(settled);
        lost.removeAll(ledger.keySet());
        assertThat(lost).isNotEmpty();
    }

    private void live(int kill, Kept kept) throws IOException, InterruptedException {
        Process victim = start(kill, kept);
        int lines = new Random(kill).nextInt(1, 4_000);
        try (BufferedReader told = victim.inputReader()) {
            List<String> said = new ArrayList<>();
            String line = told.readLine();
            while (line != null) {
                said.add(line);
                if (said.size() == lines) {
                    assertThat(victim.toHandle().destroyForcibly()).isTrue();
                }
                line = told.readLine();
            }
            // The last one may be half a line.
            said.stream()
                    .filter(it -> it.endsWith(Victim.END))
                    .map(it -> it.substring(0, it.length() - Victim.END.length()))
                    .forEach(it -> hear(it, kill));
        }
        assertThat(victim.waitFor()).as("kill %d", kill).isEqualTo(128 + 9);
    }

    private Process start(int kill, Kept kept) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        data.toString(),
                        Victim.name(kill),
                        Long.toString(kill * NUMBERS),
                        Integer.toString(kill),
                        kept.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void hear(String line, int kill) {
        String[] words = line.split(" ", 3);
        long number = Long.parseLong(words[1]);
        switch (words[0]) {
            case "O" -> opened.add(number);
            case "S" -> settled.add(number);
            case "P" -> posted.add(number);
            case "L" -> {
                assertThat(posted).as("kill %d: twice", kill).doesNotContain(number);
                String before = ledger.put(number, words[2]);
                assertThat(before == null || before.equals(words[2]))
                        .as("kill %d: %s, then %s", kill, before, line)
                        .isTrue();
            }
            default -> throw new IllegalStateException(line);
        }
    }

    private static String whole(long number) {
        return Status.SUCCESS + " " + new Usd(number);
    }

    /// Its end was not told: it may have come or not.
    private String either(long number) {
        String interrupted = Status.INTERRUPTED + " " + new Usd(-number);
        return interrupted.equals(ledger.get(number)) ? interrupted : whole(number);
    }
}
