package dev.tollgate.adapters.providers.protocol;

/// Guesses how many tokens of an answer have arrived, from what every piece of it tells for free.
/// Not thread-safe.
public final class Received {
    /// English text and code have about four bytes to a token, other scripts about three.
    private static final int BYTES_PER_TOKEN = 4;

    private long pieces;
    private long bytes;

    /// @param length bytes of text in one piece; a piece is a token at least
    public void piece(long length) {
        pieces++;
        bytes += length;
    }

    public long tokens() {
        return Math.max(pieces, (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
    }
}
