package dev.tollgate.domain.entity;

/// What every store can keep: PostgreSQL's texts have no U+0000, and none has half a character.
final class Texts {
    private Texts() {}

    /// @throws IllegalArgumentException naming the field
    static String checked(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException(name + " holds the character U+0000");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException(name + " holds half a character");
                }
                i++;
            }
        }
        return text;
    }
}
