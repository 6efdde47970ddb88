package dev.tollgate.application.desk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One value within bytes that are known to be JSON. It is looked at where it stands; nothing is
/// parsed that is not asked for.
record JsonText(byte[] bytes, int start, int end) {
    private static final double MOST = 1e15;

    static JsonText of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new JsonText(bytes, space(bytes, 0, bytes.length), bytes.length);
    }

    boolean object() {
        return first() == '{';
    }

    boolean array() {
        return first() == '[';
    }

    boolean text() {
        return first() == '"';
    }

    private int first() {
        return start < end ? bytes[start] : 0;
    }

    /// A number that is above 0, rounded up; 0 for anything else.
    long whole() {
        if (first() < '0' || first() > '9') {
            return 0;
        }
        int behind = value(bytes, start, end);
        String digits = new String(bytes, start, behind - start, StandardCharsets.US_ASCII);
        return (long) Math.ceil(Math.min(MOST, Double.parseDouble(digits)));
    }

    /// The same where the number may stand in quotes, which some servers read as well. What stands
    /// there and is no number here may be one there (`1_000`), and counts as the greatest.
    long counted() {
        if (!text()) {
            return whole();
        }
        try {
            double number = Double.parseDouble(word());
            return number <= 0 ? 0 : (long) Math.ceil(Math.min(MOST, number));
        } catch (NumberFormatException _) {
            return word().chars().anyMatch(Character::isDigit) ? (long) MOST : 0;
        }
    }

    boolean none() {
        return first() == 'n';
    }

    /// Whether everybody reads the same number above 0 here, or `null`.
    boolean plain() {
        for (int at = start; at < end && !none(); at++) {
            if (bytes[at] < (at == start ? '1' : '0') || bytes[at] > '9') {
                return false;
            }
        }
        return true;
    }

    /// A text without its escapes; empty for anything else.
    String word() {
        return text() ? unescaped(bytes, start + 1, string(bytes, start, end) - 1) : "";
    }

    Optional<JsonText> member(String name) {
        List<JsonText> found = new ArrayList<>(1);
        members(
                (its, value) -> {
                    if (its.equals(name)) {
                        found.add(value);
                    }
                });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    /// The members of an object; nothing for anything else.
    void members(BiConsumer<String, JsonText> each) {
        int at = object() ? space(bytes, start + 1, end) : end;
        while (at < end && bytes[at] == '"') {
            int nameEnd = string(bytes, at, end);
            int valueStart = space(bytes, space(bytes, nameEnd, end) + 1, end);
            int valueEnd = value(bytes, valueStart, end);
            each.accept(
                    unescaped(bytes, at + 1, nameEnd - 1),
                    new JsonText(bytes, valueStart, valueEnd));
            at = space(bytes, space(bytes, valueEnd, end) + 1, end);
        }
    }

    /// The elements of an array; nothing for anything else.
    List<JsonText> elements() {
        List<JsonText> found = new ArrayList<>();
        int at = array() ? space(bytes, start + 1, end) : end;
        while (at < end && bytes[at] != ']') {
            int valueEnd = value(bytes, at, end);
            found.add(new JsonText(bytes, at, valueEnd));
            at = space(bytes, space(bytes, valueEnd, end) + 1, end);
        }
        return found;
    }

    static int space(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /// The offset behind the string that begins here.
    static int string(byte[] bytes, int from, int end) {
        int at = from + 1;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, end);
    }

    private static int value(byte[] bytes, int from, int end) {
        int depth = 0;
        int at = from;
        while (at < end) {
            byte next = bytes[at];
            if (next == '"') {
                at = string(bytes, at, end);
            } else if (next == '{' || next == '[') {
                depth++;
                at++;
            } else if (next == '}' || next == ']') {
                depth--;
                at += depth < 0 ? 0 : 1;
            } else {
                at = depth > 0 ? at + 1 : scalar(bytes, at, end);
            }
            if (depth <= 0) {
                return at;
            }
        }
        return end;
    }

    private static int scalar(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && ",]}".indexOf(bytes[at]) < 0 && bytes[at] > ' ') {
            at++;
        }
        return Math.max(at, Math.min(from + 1, end));
    }

    static String unescaped(byte[] bytes, int from, int end) {
        String text = new String(bytes, from, Math.max(0, end - from), StandardCharsets.UTF_8);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next != '\\' || at + 1 == text.length()) {
                plain.append(next);
            } else if (text.charAt(at + 1) == 'u' && at + 5 < text.length()) {
                plain.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
                at += 5;
            } else {
                plain.append(text.charAt(++at));
            }
        }
        return plain.toString();
    }
}
