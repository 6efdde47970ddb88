package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

import java.time.Instant;

/// `2026-11-25T02:00:00.123Z WARN Component: message`.
final class PlainLine implements LineFormat {
    private final boolean stackTraces;

    /// The text of the last second: many lines fall into one.
    private volatile Second last = Second.of(0);

    /// @param stackTraces whether to show more of a throwable than its name and message; its lines
    ///   are kept as lines then
    PlainLine(boolean stackTraces) {
        this.stackTraces = stackTraces;
    }

    @Override
    public void append(ILoggingEvent event, StringBuilder line) {
        appendTime(event.getTimeStamp(), line);
        line.append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(LineFormat.shortName(event.getLoggerName()))
                .append(": ");
        appendVisible(SecretMask.masked(event.getFormattedMessage()), line, false);
        if (event.getThrowableProxy() != null) {
            line.append(stackTraces ? "\n" : " (");
            appendVisible(
                    LineFormat.thrown(event.getThrowableProxy(), stackTraces), line, stackTraces);
            if (!stackTraces) {
                line.append(')');
            }
        }
    }

    @Override
    public String remark(String text, Instant now) {
        return now + " WARN Log: " + text;
    }

    private static void appendVisible(String text, StringBuilder line, boolean keepLines) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineOfStack = keepLines && (c == '\n' || c == '\t');
            if (Character.isISOControl(c) && !lineOfStack) {
                line.append(text, from, i);
                line.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : "?");
                from = i + 1;
            }
        }
        line.append(text, from, text.length());
    }

    private void appendTime(long millis, StringBuilder line) {
        long second = Math.floorDiv(millis, 1000L);
        Second known = last;
        if (known.at != second) {
            known = Second.of(second);
            last = known;
        }
        int rest = (int) Math.floorMod(millis, 1000L);
        line.append(known.text).append('.');
        line.append((char) ('0' + rest / 100));
        line.append((char) ('0' + rest / 10 % 10));
        line.append((char) ('0' + rest % 10)).append('Z');
    }

    private record Second(long at, String text) {
        static Second of(long second) {
            String text = Instant.ofEpochSecond(second).toString();
            return new Second(second, text.substring(0, text.length() - 1));
        }
    }
}
