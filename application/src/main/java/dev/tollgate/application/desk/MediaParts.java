package dev.tollgate.application.desk;

import dev.tollgate.domain.call.Letter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Parts of a letter whose tokens are not in its text: images, files and sounds it holds or refers
/// to.
final class MediaParts {
    /// Names of members that hold one each.
    private static final List<byte[]> NAMES =
            List.of(name("image_url"), name("input_audio"), name("file_id"), name("file_data"));

    private static final int SHORTEST = 9;

    private MediaParts() {}

    private static byte[] name(String text) {
        return ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
    }

    static long in(Letter letter) {
        byte[] bytes = letter.bytes();
        long found = 0;
        for (int i = 0; i <= bytes.length - SHORTEST; i++) {
            if (bytes[i] == '"' && begins(bytes, i)) {
                found++;
            }
        }
        return found;
    }

    /// A name is what a colon follows; the same word as a value is none.
    private static boolean begins(byte[] bytes, int at) {
        for (byte[] name : NAMES) {
            int end = at + name.length;
            if (end <= bytes.length && Arrays.equals(bytes, at, end, name, 0, name.length)) {
                return colonFollows(bytes, end);
            }
        }
        return false;
    }

    private static boolean colonFollows(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && Character.isWhitespace(bytes[at])) {
            at++;
        }
        return at < bytes.length && bytes[at] == ':';
    }
}
