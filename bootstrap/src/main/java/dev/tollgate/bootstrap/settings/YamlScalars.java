package dev.tollgate.bootstrap.settings;

import org.yaml.snakeyaml.error.MarkedYAMLException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What YAML 1.1 means by its plain scalars, and what its complaints mean in plain words.
final class YamlScalars {
    private static final int LONGEST_NUMBER = 40;
    private static final int LARGEST_EXPONENT = 60;

    private YamlScalars() {}

    static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /// A number in plain notation: `1_000`, `012` (octal), `0x1f`, `0b11` and `1:30` (sexagesimal)
    /// included; nothing for infinities, for what is no number, and for absurd magnitudes.
    static Optional<String> number(String text) {
        String digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        String body = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        if (body.isEmpty() || body.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            Optional<BigDecimal> magnitude = magnitude(body);
            return magnitude
                    .filter(m -> Math.abs(m.scale()) <= LARGEST_EXPONENT)
                    .map(m -> (negative ? m.negate() : m).toPlainString());
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> magnitude(String body) {
        if (!Character.isDigit(body.charAt(0)) && body.charAt(0) != '.') {
            return Optional.empty();
        }
        if (body.startsWith("0x")) {
            return Optional.of(new BigDecimal(new BigInteger(body.substring(2), 16)));
        }
        if (body.startsWith("0b")) {
            return Optional.of(new BigDecimal(new BigInteger(body.substring(2), 2)));
        }
        if (body.indexOf(':') >= 0) {
            BigDecimal sum = BigDecimal.ZERO;
            for (String part : body.split(":", -1)) {
                sum = sum.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(part));
            }
            return Optional.of(sum);
        }
        if (body.length() > 1
                && body.charAt(0) == '0'
                && body.chars().allMatch(c -> c >= '0' && c <= '7')) {
            return Optional.of(new BigDecimal(new BigInteger(body, 8)));
        }
        return Optional.of(new BigDecimal(body));
    }

    /// The parser's complaint in our words; nothing of the file's content is in it.
    static String complaint(MarkedYAMLException bad, String text, int line) {
        String problem = bad.getProblem() == null ? "" : bad.getProblem();
        List<String> lines = text.lines().limit(Math.max(line, 1)).toList();
        String broken = line > 0 && line <= lines.size() ? lines.get(line - 1) : "";
        if (problem.contains("'\\t") || broken.stripTrailing().startsWith("\t")) {
            return "a tab is used to indent; use spaces";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a second colon in one line, or a line indented too far; quote the text";
        }
        if (problem.contains("could not find expected ':'")) {
            return "a key without its colon";
        }
        if (problem.contains("Global tag")) {
            return "YAML tags (!name) are not allowed";
        }
        if (problem.contains("undefined alias")) {
            return "an alias (*name) without its anchor; quote texts that start with *";
        }
        if (problem.contains("cannot start any token")) {
            return "a value starts with a character that must be quoted";
        }
        if (problem.contains("expected <block end>") || problem.contains("expected the node")) {
            return "the indentation does not fit the lines above";
        }
        if (problem.contains("',' or")) {
            return "a bracket or brace is not closed";
        }
        if (problem.contains("unexpected end of stream")
                || problem.contains("stream end")
                || problem.contains("<stream end>")) {
            return "a quote or bracket is not closed";
        }
        if (problem.contains("but found another document")
                || bad.getContext() != null && bad.getContext().contains("single document")) {
            return "a second document starts with ---; only one is read";
        }
        return "the parser could not go on here; check quotes, colons and indentation";
    }
}
