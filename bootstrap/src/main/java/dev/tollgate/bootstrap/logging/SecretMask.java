package dev.tollgate.bootstrap.logging;

import dev.tollgate.domain.access.SecretNames;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Masks what looks like a key (not as they are shown, `sk-...Ab1Q`), a token, or a password within
/// an address. Nearly every line goes through here and hardly any has one: a pattern is tried only
/// where a secret may begin.
final class SecretMask {
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?<![A-Za-z0-9])("
                            + String.join("|", SecretNames.keyBeginnings())
                            + ")[A-Za-z0-9_-]{8,}"
                            + "|(eyJ)[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"
                            + "|(://)[^/\\s@]+:[^/\\s@]+(?=@)");

    /// With which secrets begin. They stay.
    private static final List<String> SIGNS =
            Stream.concat(SecretNames.keyBeginnings().stream(), Stream.of("eyJ", "://")).toList();

    private final String text;

    /// Where each sign comes next; at the end of the text: nowhere.
    private final int[] next = new int[SIGNS.size()];

    private SecretMask(String text) {
        this.text = text;
        for (int i = 0; i < next.length; i++) {
            find(i, 0);
        }
    }

    static String masked(String text) {
        SecretMask mask = new SecretMask(text);
        int first = mask.nearest();
        return first == text.length() ? text : mask.from(first);
    }

    private void find(int sign, int from) {
        int found = text.indexOf(SIGNS.get(sign), from);
        next[sign] = found < 0 ? text.length() : found;
    }

    private int nearest() {
        int nearest = text.length();
        for (int each : next) {
            nearest = Math.min(nearest, each);
        }
        return nearest;
    }

    private int nearest(int from) {
        for (int i = 0; i < next.length; i++) {
            if (next[i] < from) {
                find(i, from);
            }
        }
        return nearest();
    }

    private String from(int first) {
        Matcher secret = SECRET.matcher(text).useTransparentBounds(true);
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        int at = first;
        while (at < text.length()) {
            if (secret.region(at, text.length()).lookingAt()) {
                int kept = Math.max(secret.end(1), Math.max(secret.end(2), secret.end(3)));
                masked.append(text, copied, kept).append("***");
                copied = secret.end();
                at = nearest(copied);
            } else {
                at = nearest(at + 1);
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }
}
