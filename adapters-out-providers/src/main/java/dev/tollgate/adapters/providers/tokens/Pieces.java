package dev.tollgate.adapters.providers.tokens;

/// Cuts a text into pieces whose counts add up.
///
/// Joining byte pairs takes more than linear time in the length of one word, and a word may be as
/// long as its sender likes. So no piece is longer than [#LONGEST]. A cut before a single space
/// changes no count, since these tokenizers begin a new word there anyway; a cut elsewhere, taken
/// where a piece has no such space, adds at most a token or two.
final class Pieces {
    static final int LONGEST = 2048;

    /// How far back a good place to cut is looked for.
    private static final int LOOK_BACK = LONGEST / 2;

    private Pieces() {}

    /// The end of the piece that begins at `start`.
    static int end(String text, int start) {
        int latest = start + LONGEST;
        if (latest >= text.length()) {
            return text.length();
        }
        for (int at = latest - 1; at > latest - LOOK_BACK; at--) {
            if (text.charAt(at) == ' '
                    && Character.isLetter(text.charAt(at + 1))
                    && !Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return Character.isLowSurrogate(text.charAt(latest)) ? latest - 1 : latest;
    }
}
