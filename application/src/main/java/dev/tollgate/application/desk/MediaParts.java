package dev.tollgate.application.desk;

import dev.tollgate.domain.call.Letter;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Parts of a letter whose tokens are not in its text: images, files and sounds it holds or refers
/// to.
final class MediaParts {
    /// Names of members that hold one each.
    private static final Set<String> NAMES =
            Set.of(
                    "image_url",
                    "video_url",
                    "audio_url",
                    "document_url",
                    "file_url",
                    "input_audio",
                    "file_id",
                    "file_data",
                    "source");

    private static final int SHORTEST = 6;
    private static final int LONGEST = 12;

    private MediaParts() {}

    static long in(Letter letter) {
        byte[] bytes = letter.bytes();
        int end = bytes.length;
        long found = 0;
        int at = 0;
        while (at < end) {
            if (bytes[at] != '"') {
                at++;
                continue;
            }
            int behind = JsonText.string(bytes, at, end);
            if (named(bytes, behind, end) && holdsOne(bytes, at + 1, behind - 1)) {
                found++;
            }
            at = behind;
        }
        return found;
    }

    /// A name spelt with escapes counts: nobody honest writes one, and it may be any of them.
    private static boolean holdsOne(byte[] bytes, int from, int end) {
        int length = end - from;
        if (length >= SHORTEST && length <= LONGEST && NAMES.contains(text(bytes, from, length))) {
            return true;
        }
        for (int at = from; at < Math.min(end, from + 6 * LONGEST); at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.US_ASCII);
    }

    /// A name is what a colon follows; the same word as a value is none.
    private static boolean named(byte[] bytes, int from, int end) {
        int at = JsonText.space(bytes, from, end);
        return at < end && bytes[at] == ':';
    }
}
