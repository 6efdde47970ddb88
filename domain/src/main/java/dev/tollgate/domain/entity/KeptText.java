package dev.tollgate.domain.entity;

/// What every store can keep: PostgreSQL's texts have no U+0000, and none has half a character.
public final class KeptText {
    private static final int REPLACEMENT = 0xFFFD;

    private KeptText() {}

    /// Whether there can be a text like this in a store.
    public static boolean isPossible(String text) {
        return problem(text).isEmpty();
    }

    /// The beginning of a text as every store can keep it: what none can is replaced.
    ///
    /// @param most characters at most
    public static String beginning(String text, int most) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (kept.length() + Character.charCount(c) > most) {
                break;
            }
            boolean impossible =
                    c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            kept.appendCodePoint(impossible ? REPLACEMENT : c);
            i += Character.charCount(c);
        }
        return kept.toString();
    }

    /// @throws IllegalArgumentException naming the field
    static String checked(String name, String text) {
        String problem = problem(text);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(name + " holds " + problem);
        }
        return text;
    }

    private static String problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "the character U+0000";
            }
            if (Character.isSurrogate(c)) {
                boolean whole =
                        i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!whole) {
                    return "half a character";
                }
                i++;
            }
        }
        return "";
    }
}
