package dev.tollgate.bootstrap.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `.env` file: `NAME=value` lines, `export` before them, comments, quoted values over several
/// lines, `${NAME}` and `${NAME:-default}` outside single quotes.
final class DotEnv {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?m)^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \\t]*=[ \\t]*"
                            + "(?:'([^']*)'|\"((?:[^\"\\\\]|\\\\[\\s\\S])*+)\"|([^\\r\\n]*))");
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
    private static final Pattern COMMENT = Pattern.compile("(^|[ \\t])#.*$");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private DotEnv() {}

    /// @param process what the process has already; used in references
    static Map<String, String> parse(String text, Environment process) {
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher lines = LINE.matcher(text);
        while (lines.find()) {
            String name = lines.group(1);
            if (lines.group(2) != null) {
                variables.put(name, lines.group(2));
            } else if (lines.group(3) != null) {
                variables.put(name, expand(unescape(lines.group(3)), variables, process));
            } else {
                String value = COMMENT.matcher(lines.group(4)).replaceFirst("").strip();
                variables.put(name, expand(value, variables, process));
            }
        }
        return variables;
    }

    private static String unescape(String quoted) {
        return ESCAPE.matcher(quoted)
                .replaceAll(
                        escape ->
                                Matcher.quoteReplacement(
                                        switch (escape.group(1)) {
                                            case "n" -> "\n";
                                            case "r" -> "\r";
                                            case "t" -> "\t";
                                            default -> escape.group(1);
                                        }));
    }

    private static String expand(String value, Map<String, String> above, Environment process) {
        return REFERENCE
                .matcher(value)
                .replaceAll(
                        reference -> {
                            String name = reference.group(1);
                            String otherwise = reference.group(2) == null ? "" : reference.group(2);
                            return Matcher.quoteReplacement(
                                    process.get(name)
                                            .orElseGet(() -> above.getOrDefault(name, otherwise)));
                        });
    }
}
