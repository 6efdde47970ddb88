package dev.tollgate.bootstrap.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The instructions of a Dockerfile, comments left out, continued lines joined, and the values that
/// its arguments have unless a build is given others.
record ImageFile(List<Instruction> instructions) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)}");

    record Instruction(String name, String value) {}

    static ImageFile read(Path file) throws IOException {
        String text =
                Files.readString(file).replaceAll("(?m)^#.*\\R?", "").replaceAll("\\\\\\R", " ");
        List<Instruction> all =
                text.lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> line.strip().split("\\s+", 2))
                        .map(parts -> new Instruction(parts[0], parts[1].strip()))
                        .toList();
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Instruction each : all) {
            if (each.name().equals("ARG")) {
                String[] pair = each.value().split("=", 2);
                arguments.put(pair[0], filled(pair[1], arguments));
            }
        }
        return new ImageFile(
                all.stream()
                        .map(it -> new Instruction(it.name(), filled(it.value(), arguments)))
                        .toList());
    }

    private static String filled(String text, Map<String, String> arguments) {
        return REFERENCE
                .matcher(text)
                .replaceAll(
                        it ->
                                Matcher.quoteReplacement(
                                        arguments.getOrDefault(it.group(1), it.group())));
    }

    List<String> all(String name) {
        return instructions.stream()
                .filter(it -> it.name().equals(name))
                .map(Instruction::value)
                .toList();
    }

    /// The last one counts.
    String one(String name) {
        return all(name).getLast();
    }

    /// What is copied from the sources, not from another stage.
    List<String> copied() {
        return all("COPY").stream()
                .filter(it -> !it.startsWith("--from"))
                .map(it -> it.split("\\s+"))
                .flatMap(words -> Arrays.stream(words).limit(words.length - 1L))
                .toList();
    }
}
