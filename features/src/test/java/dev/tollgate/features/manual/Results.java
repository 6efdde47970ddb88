package dev.tollgate.features.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the suites found: by suite, and by `folder/file:line` of an example whether it passed.
record Results(Map<String, Map<String, Boolean>> bySuite) {
    static Results of(Path folder) throws IOException {
        Map<String, Map<String, Boolean>> bySuite = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".tsv")).sorted().toList()) {
                Map<String, Boolean> found = new TreeMap<>();
                for (String line : Files.readAllLines(file)) {
                    String[] cells = line.split("\t");
                    found.put(cells[0], cells[1].equals("passed"));
                }
                String suite = file.getFileName().toString().replace(".tsv", "");
                bySuite.put(suite.replace('-', ' '), found);
            }
        }
        return new Results(bySuite);
    }

    /// A mark per suite that ran the example.
    String marks(String example) {
        StringBuilder marks = new StringBuilder();
        bySuite.forEach(
                (suite, found) -> {
                    if (found.containsKey(example)) {
                        boolean passed = Boolean.TRUE.equals(found.get(example));
                        marks.append(passed ? "<b class=\"ok\">✔ " : "<b class=\"bad\">✘ ")
                                .append(suite)
                                .append("</b> ");
                    }
                });
        return marks.isEmpty() ? "<b class=\"bad\">not run</b>" : marks.toString();
    }
}
