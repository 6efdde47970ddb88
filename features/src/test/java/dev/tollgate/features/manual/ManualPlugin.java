package dev.tollgate.features.manual;

import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.Status;
import io.cucumber.plugin.event.TestCaseFinished;
import io.cucumber.plugin.event.TestRunFinished;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps a suite's results beside those of the other suites, and writes the manual anew from all.
public final class ManualPlugin implements ConcurrentEventListener {
    private static final Path FEATURES = Path.of("src/test/resources/features");

    private final Path results;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /// @param results where this suite's results are kept; named after the suite
    public ManualPlugin(String results) {
        this.results = Path.of(results);
    }

    @Override
    public void setEventPublisher(EventPublisher publisher) {
        publisher.registerHandlerFor(TestCaseFinished.class, this::finished);
        publisher.registerHandlerFor(TestRunFinished.class, _ -> write());
    }

    private void finished(TestCaseFinished event) {
        URI uri = event.getTestCase().getUri();
        String file = Manual.example(Path.of(uri.getSchemeSpecificPart()));
        boolean passed = event.getResult().getStatus() == Status.PASSED;
        int line = event.getTestCase().getLocation().getLine();
        lines.add(file + ":" + line + "\t" + (passed ? "passed" : "failed"));
    }

    private void write() {
        try {
            Path folder = results.resolveSibling("");
            Files.createDirectories(folder);
            Files.write(results, lines);
            Results all = Results.of(folder);
            Files.writeString(Path.of("target/manual.html"), new Manual(FEATURES, all).html());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
