package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Problem.Severity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Notices that the configuration's files changed and reads them again. A change is taken when two
/// looks in a row see the same content, so that a file is not read while it is being written.
///
/// Owns no thread and no clock: whoever does calls [#look] every [#INTERVAL_MILLIS], and [#reload]
/// when told to (SIGHUP). Both may be called from different threads.
public final class ConfigWatcher {
    /// Time between two looks.
    public static final long INTERVAL_MILLIS = 500;

    private final Supplier<CheckedSettings> reading;
    private final ConfigFiles files;
    private CheckedSettings running;
    private Map<Path, String> tried;
    private Map<Path, String> seen;

    /// @param reading reads the configuration anew
    /// @param running what the gateway works with
    public ConfigWatcher(
            Supplier<CheckedSettings> reading, ConfigFiles files, CheckedSettings running) {
        this.reading = reading;
        this.files = files;
        this.running = running;
        this.tried = fingerprint(running.files());
        this.seen = tried;
    }

    /// What came of reading the files again.
    public sealed interface Outcome {
        /// The new settings hold.
        ///
        /// @param needRestart names of settings that differ but are read only at start
        record Taken(CheckedSettings settings, List<String> needRestart) implements Outcome {
            public Taken {
                needRestart = List.copyOf(needRestart);
            }
        }

        /// The gateway goes on with what it had.
        ///
        /// @param why the problems that the file brought, never empty
        record Kept(List<Problem> why) implements Outcome {
            public Kept {
                why = List.copyOf(why);
            }
        }
    }

    /// Compares the files with what was read last; nothing if there is nothing new, or if they
    /// still change.
    public synchronized Optional<Outcome> look() {
        Map<Path, String> now = fingerprint(List.copyOf(tried.keySet()));
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(tried) ? read() : Optional.empty();
    }

    /// Reads the files now, changed or not.
    public synchronized Optional<Outcome> reload() {
        seen = fingerprint(List.copyOf(tried.keySet()));
        return read();
    }

    private Optional<Outcome> read() {
        CheckedSettings newer = reading.get();
        Map<Path, String> after = fingerprint(newer.files());
        for (Map.Entry<Path, String> before : seen.entrySet()) {
            if (!after.getOrDefault(before.getKey(), before.getValue()).equals(before.getValue())) {
                // Written to while it was read: the next looks will settle it.
                return Optional.empty();
            }
        }
        tried = after;
        seen = after;
        List<Problem> broken = newErrors(newer.report());
        if (!broken.isEmpty()) {
            return Optional.of(new Outcome.Kept(broken));
        }
        List<String> needRestart = running.needRestart(newer);
        running = newer;
        return Optional.of(new Outcome.Taken(newer, needRestart));
    }

    /// Errors of single models that were there before do not stand in the way of other changes.
    private List<Problem> newErrors(SettingsReport report) {
        Set<String> known = new HashSet<>();
        running.report().errors().forEach(error -> known.add(error.rule() + error.value()));
        return report.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .filter(
                        problem ->
                                !problem.withinModel()
                                        || !known.contains(problem.rule() + problem.value()))
                .toList();
    }

    private Map<Path, String> fingerprint(List<Path> paths) {
        Map<Path, String> hashes = new LinkedHashMap<>();
        for (Path path : paths) {
            hashes.put(path, hash(path));
        }
        return hashes;
    }

    private String hash(Path path) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(files.read(path)));
        } catch (IOException missing) {
            return "";
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
