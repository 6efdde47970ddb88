package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Problem.Severity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What is told at start-up and by `--validate_config`. Holds no secret.
///
/// @param models every entry of `model_list` in file order
/// @param problems in the order in which they were found
/// @param notUsedYet section → accepted keys without effect yet
public record SettingsReport(
        List<ModelState> models, List<Problem> problems, Map<String, List<String>> notUsedYet) {
    public SettingsReport {
        models = List.copyOf(models);
        problems = List.copyOf(problems);
        notUsedYet = Collections.unmodifiableMap(new LinkedHashMap<>(notUsedYet));
    }

    /// Whether `--validate_config` fails.
    public boolean hasErrors() {
        return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }

    /// Whether the gateway must not start with this: an error outside of single models.
    public boolean preventsStart() {
        return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR && !p.withinModel());
    }

    public List<Problem> errors() {
        return problems.stream().filter(p -> p.severity() == Severity.ERROR).toList();
    }

    /// The report as lines of plain text.
    public List<String> lines() {
        return lines(false);
    }

    /// @param colours whether to mark states and severities by terminal colours
    public List<String> lines(boolean colours) {
        Paint paint = new Paint(colours);
        List<String> lines = new ArrayList<>();
        addModels(lines, paint);
        Set<Problem> told =
                models.stream().flatMap(m -> m.why().stream()).collect(Collectors.toSet());
        for (Severity severity : Severity.values()) {
            for (Problem problem : problems) {
                if (problem.severity() == severity && !told.contains(problem)) {
                    lines.add(paint.label(severity) + problem.sentence());
                }
            }
        }
        notUsedYet.forEach(
                (section, keys) ->
                        lines.add(
                                paint.faint("not used yet")
                                        + " "
                                        + section
                                        + ": "
                                        + String.join(", ", keys)));
        return lines;
    }

    private void addModels(List<String> lines, Paint paint) {
        long ready = models.stream().filter(ModelState::ready).count();
        lines.add("Models: " + ready + " of " + models.size() + " deployments ready");
        for (ModelState model : models) {
            String head = model.group() + " -> " + model.target();
            if (model.ready()) {
                lines.add("  " + paint.good("ready    ") + " " + head);
            } else {
                lines.add("  " + paint.bad("not ready") + " " + head);
                model.why().forEach(problem -> lines.add("            " + problem.sentence()));
            }
        }
    }

    private record Paint(boolean on) {
        String good(String text) {
            return in("32", text);
        }

        String bad(String text) {
            return in("31", text);
        }

        String faint(String text) {
            return in("2", text);
        }

        String label(Severity severity) {
            return switch (severity) {
                case ERROR -> in("31", "error  ") + " ";
                case WARNING -> in("33", "warning") + " ";
                case NOTICE -> in("2", "notice ") + " ";
            };
        }

        private String in(String colour, String text) {
            return on ? "\u001B[" + colour + "m" + text + "\u001B[0m" : text;
        }
    }
}
