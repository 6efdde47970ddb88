package dev.tollgate.features.manual;

import io.cucumber.gherkin.GherkinParser;
import io.cucumber.messages.types.Background;
import io.cucumber.messages.types.Envelope;
import io.cucumber.messages.types.Examples;
import io.cucumber.messages.types.Feature;
import io.cucumber.messages.types.FeatureChild;
import io.cucumber.messages.types.Rule;
import io.cucumber.messages.types.RuleChild;
import io.cucumber.messages.types.Scenario;
import io.cucumber.messages.types.Step;
import io.cucumber.messages.types.TableRow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The features as one page: a chapter per folder, why, rules, examples and whether they hold.
final class Manual {
    private static final List<String> CHAPTERS =
            List.of(
                    "answering",
                    "streaming",
                    "routing",
                    "healing",
                    "fallback",
                    "costs",
                    "access",
                    "management",
                    "money",
                    "outage",
                    "errors",
                    "configuration",
                    "lifecycle");

    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Tollgate: the manual</title><style>
            body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#222}
            h1,h2,h3,nav,b{font-family:system-ui,sans-serif}h1{font-size:2.2rem}
            h2{margin-top:4rem;text-transform:capitalize;border-bottom:2px solid #246}
            h3{margin-top:2.5rem;font-size:1.35rem}.why{font-style:italic;color:#444}
            h4{margin:1.8rem 0 .4rem;font:600 1.05rem system-ui,sans-serif;color:#246}
            .example{border-left:3px solid #cdd;padding-left:1rem;margin:.8rem 0;break-inside:avoid}
            .name{font-weight:600}.step{margin:0}.step i{color:#246;font-style:normal}
            table{border-collapse:collapse;margin:.3rem 0 .3rem 2rem;font-size:.9rem}
            td{border:1px solid #ccd;padding:.1rem .6rem}pre{background:#f4f6f8;padding:.6rem;\
            margin:.3rem 0 .3rem 2rem;overflow-x:auto;font-size:.85rem;white-space:pre-wrap}
            b{font-size:.75rem;font-weight:500}.ok{color:#286}.bad{color:#b22}
            nav a{display:block;color:#246;text-decoration:none}nav span{color:#888}
            @media print{body{margin:0;max-width:none}h2{break-before:page}nav{display:none}}
            </style></head><body><h1>Tollgate: the manual</h1>
            <p>Every statement of this manual was run against the gateway when it was built.</p>
            """;

    private final Path features;
    private final Results results;
    private final StringBuilder page = new StringBuilder(HEAD);

    Manual(Path features, Results results) {
        this.features = features;
        this.results = results;
    }

    String html() throws IOException {
        StringBuilder contents = new StringBuilder("<nav>");
        StringBuilder chapters = new StringBuilder();
        for (String chapter : CHAPTERS) {
            chapters.append("<h2>").append(chapter).append("</h2>\n");
            try (Stream<Path> files = Files.list(features.resolve(chapter))) {
                for (Path file : files.sorted().toList()) {
                    Feature feature = parse(file);
                    contents.append(
                            "<a href=\"#%s\">%s</a>"
                                    .formatted(example(file), safe(feature.getName())));
                    chapters.append(new Chapter(example(file)).of(feature));
                }
            }
        }
        return page.append(contents)
                .append("</nav>")
                .append(chapters)
                .append("</body></html>\n")
                .toString();
    }

    /// A file by its folder and its name: names alone are there twice.
    static String example(Path file) {
        return file.resolveSibling("").getFileName() + "/" + file.getFileName();
    }

    private static Feature parse(Path file) throws IOException {
        GherkinParser parser =
                GherkinParser.builder().includeSource(false).includePickles(false).build();
        try (Stream<Envelope> parsed = parser.parse(file)) {
            return parsed.flatMap(envelope -> envelope.getGherkinDocument().stream())
                    .flatMap(document -> document.getFeature().stream())
                    .findFirst()
                    .orElseThrow(() -> new IOException("not a feature: " + file));
        }
    }

    private static String safe(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /// One feature.
    private final class Chapter {
        private final String file;
        private final StringBuilder text = new StringBuilder();

        Chapter(String file) {
            this.file = file;
        }

        String of(Feature feature) {
            text.append("<h3 id=\"%s\">%s</h3>\n".formatted(file, safe(feature.getName())));
            text.append("<p class=\"why\">%s</p>\n".formatted(safe(feature.getDescription())));
            for (FeatureChild child : feature.getChildren()) {
                child.getBackground().ifPresent(this::background);
                child.getRule().ifPresent(this::rule);
                child.getScenario().ifPresent(this::scenario);
            }
            return text.toString();
        }

        private void rule(Rule rule) {
            text.append("<h4>%s</h4>\n".formatted(safe(rule.getName())));
            for (RuleChild child : rule.getChildren()) {
                child.getBackground().ifPresent(this::background);
                child.getScenario().ifPresent(this::scenario);
            }
        }

        private void background(Background background) {
            text.append("<div class=\"example\"><p class=\"name step\">In all that follows</p>\n");
            background.getSteps().forEach(this::step);
            text.append("</div>\n");
        }

        private void scenario(Scenario scenario) {
            text.append(
                    "<div class=\"example\"><p class=\"name step\">%s %s</p>\n"
                            .formatted(safe(scenario.getName()), marks(scenario)));
            scenario.getSteps().forEach(this::step);
            for (Examples examples : scenario.getExamples()) {
                text.append("<table>");
                examples.getTableHeader().ifPresent(row -> row(row, Optional.empty()));
                for (TableRow row : examples.getTableBody()) {
                    row(row, Optional.of(results.marks(at(row.getLocation().getLine()))));
                }
                text.append("</table>\n");
            }
            text.append("</div>\n");
        }

        private String marks(Scenario scenario) {
            return scenario.getExamples().isEmpty()
                    ? results.marks(at(scenario.getLocation().getLine()))
                    : "";
        }

        private String at(Number line) {
            return file + ":" + line;
        }

        private void step(Step step) {
            text.append(
                    "<p class=\"step\"><i>%s</i>%s</p>\n"
                            .formatted(safe(step.getKeyword()), safe(step.getText())));
            step.getDocString()
                    .ifPresent(doc -> text.append("<pre>" + safe(doc.getContent()) + "</pre>\n"));
            step.getDataTable()
                    .ifPresent(
                            table -> {
                                text.append("<table>");
                                table.getRows().forEach(row -> row(row, Optional.empty()));
                                text.append("</table>\n");
                            });
        }

        private void row(TableRow row, Optional<String> marks) {
            String cells =
                    row.getCells().stream()
                            .map(cell -> "<td>" + safe(cell.getValue()) + "</td>")
                            .collect(Collectors.joining());
            String last = marks.map(m -> "<td>" + m + "</td>").orElse("");
            text.append("<tr>" + cells + last + "</tr>\n");
        }
    }
}
