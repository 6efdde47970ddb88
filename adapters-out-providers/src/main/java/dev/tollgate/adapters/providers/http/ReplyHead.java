package dev.tollgate.adapters.providers.http;

import dev.tollgate.domain.call.HeaderLines;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The head of an answer: its status, the headers that concern others than the two ends of this
/// connection, and what is said of the connection and the body.
///
/// @param encoding content encoding in lower case; empty for none
/// @param contentType in lower case
/// @param keepNanos how long the connection may be kept for reuse; 0: not at all
record ReplyHead(
        int status, HeaderLines headers, String encoding, String contentType, long keepNanos) {

    private static final long MARGIN_NANOS = 500_000_000;

    static ReplyHead of(ClassicHttpResponse response, Duration keepAlive, InstantSource clock) {
        Header[] all = response.getHeaders();
        List<String> lines = new ArrayList<>(all.length * 2);
        ProtocolVersion version = response.getVersion();
        boolean keep = version == null || version.greaterEquals(HttpVersion.HTTP_1_1);
        long keepNanos = keepAlive.toNanos();
        String encoding = "";
        String contentType = "";
        for (Header header : all) {
            String name = header.getName();
            String value = header.getValue() == null ? "" : header.getValue();
            // The length sorts nearly every other header out.
            switch (name.length()) {
                case 2, 6, 7, 18, 19 -> {
                    if (isHopByHop(name)) {
                        continue;
                    }
                }
                case 10 -> {
                    if (name.equalsIgnoreCase("connection")) {
                        keep = keeps(value, keep);
                        continue;
                    }
                    if (name.equalsIgnoreCase("keep-alive")) {
                        keepNanos = Math.min(keepNanos, promised(value, keepNanos));
                        continue;
                    }
                }
                case 11 ->
                        value = name.equalsIgnoreCase("retry-after") ? wait(value, clock) : value;
                case 12 -> {
                    if (name.equalsIgnoreCase("content-type")) {
                        contentType = value.toLowerCase(Locale.ROOT);
                    }
                }
                case 16 -> {
                    if (name.equalsIgnoreCase("content-encoding")) {
                        encoding = value.strip().toLowerCase(Locale.ROOT);
                    }
                    if (name.equalsIgnoreCase("proxy-connection")) {
                        continue;
                    }
                }
                case 17 -> {
                    if (name.equalsIgnoreCase("transfer-encoding")) {
                        continue;
                    }
                }
                default -> {}
            }
            lines.add(name);
            lines.add(value);
        }
        boolean plain = encoding.isEmpty() || encoding.equals("identity");
        return new ReplyHead(
                response.getCode(),
                HeaderLines.of(plain ? lines : withoutEncoding(lines)),
                plain ? "" : encoding,
                contentType,
                keep ? Math.max(0, keepNanos) : 0);
    }

    private static boolean isHopByHop(String name) {
        return name.equalsIgnoreCase("te")
                || name.equalsIgnoreCase("trailer")
                || name.equalsIgnoreCase("upgrade")
                || name.equalsIgnoreCase("proxy-authenticate")
                || name.equalsIgnoreCase("proxy-authorization");
    }

    private static boolean keeps(String value, boolean otherwise) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.contains("close")) {
            return false;
        }
        return lower.contains("keep-alive") || otherwise;
    }

    private static long promised(String value, long otherwise) {
        for (String part : value.split(",")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("timeout")) {
                try {
                    long seconds = Long.parseLong(pair[1].strip());
                    return Math.min(seconds, 3600) * 1_000_000_000L - MARGIN_NANOS;
                } catch (NumberFormatException _) {
                    return otherwise;
                }
            }
        }
        return otherwise;
    }

    /// An HTTP date as seconds from now; anything else as it is.
    private static String wait(String value, InstantSource clock) {
        if (value.isEmpty() || !Character.isLetter(value.charAt(0))) {
            return value;
        }
        try {
            Instant until =
                    ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            long millis = Duration.between(clock.instant(), until).toMillis();
            return Long.toString(Math.max(0, (millis + 999) / 1000));
        } catch (DateTimeParseException _) {
            return value;
        }
    }

    private static List<String> withoutEncoding(List<String> lines) {
        List<String> kept = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i += 2) {
            String name = lines.get(i);
            if (!name.equalsIgnoreCase("content-encoding")
                    && !name.equalsIgnoreCase("content-length")) {
                kept.add(name);
                kept.add(lines.get(i + 1));
            }
        }
        return kept;
    }
}
