package dev.tollgate.adapters.providers.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Reads bodies within a bound.
final class ReplyBody {
    private static final int FIRST_PIECE = 8 * 1024;
    private static final int LARGEST_PIECE = 1024 * 1024;

    private ReplyBody() {}

    /// Undoes the content encoding.
    ///
    /// @throws Unusable for an encoding that nobody asked for and we do not know
    static InputStream decoded(InputStream in, String encoding) throws IOException {
        return switch (encoding) {
            case "" -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in, FIRST_PIECE);
            case "deflate" -> new InflaterInputStream(in);
            default -> throw new Unusable("The provider's answer has an unknown encoding.");
        };
    }

    /// Reads a body of known length into an array of that size, to the end in any case.
    static byte[] read(InputStream in, long length, int max) throws IOException {
        if (length > max) {
            throw tooLarge(max);
        }
        if (length >= 0) {
            byte[] body = new byte[(int) length];
            int read = in.readNBytes(body, 0, body.length);
            if (read < body.length) {
                throw new Unusable("The provider's answer was cut off.");
            }
            return body;
        }
        byte[] first = new byte[FIRST_PIECE];
        int read = in.readNBytes(first, 0, first.length);
        if (read < first.length) {
            return Arrays.copyOf(first, read);
        }
        return readPieces(in, first, max);
    }

    private static byte[] readPieces(InputStream in, byte[] first, int max) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(first);
        int total = first.length;
        int size = first.length;
        int last = first.length;
        while (last == size) {
            size = Math.min(size * 2, LARGEST_PIECE);
            byte[] piece = new byte[size];
            last = in.readNBytes(piece, 0, size);
            if (last > max - total) {
                throw tooLarge(max);
            }
            pieces.add(piece);
            total += last;
        }
        byte[] body = new byte[total];
        int at = 0;
        for (byte[] piece : pieces) {
            int part = Math.min(piece.length, total - at);
            System.arraycopy(piece, 0, body, at, part);
            at += part;
        }
        return body;
    }

    /// Reads what there is of an error's body, up to a bound; a body that breaks off is as good as
    /// what came of it.
    ///
    /// @param whole set to whether the body was read to its end
    static byte[] readWhatComes(InputStream in, int max, boolean[] whole) {
        byte[] buffer = new byte[FIRST_PIECE];
        int length = 0;
        try {
            while (true) {
                if (length == buffer.length) {
                    if (length >= max) {
                        break;
                    }
                    buffer = Arrays.copyOf(buffer, Math.min(length * 2, max));
                }
                int read = in.read(buffer, length, buffer.length - length);
                if (read < 0) {
                    whole[0] = true;
                    break;
                }
                length += read;
            }
        } catch (IOException _) {
            // What came is what there is.
        }
        return Arrays.copyOf(buffer, length);
    }

    private static Unusable tooLarge(int max) {
        return new Unusable("The provider's answer is larger than %d bytes.".formatted(max));
    }

    /// The answer cannot be used, for a reason the caller may be told.
    static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        private final String message;

        Unusable(String message) {
            super(message);
            this.message = message;
        }

        String message() {
            return message;
        }
    }
}
