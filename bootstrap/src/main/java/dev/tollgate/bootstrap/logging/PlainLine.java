package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

import java.time.Instant;

/// `2026-11-25T02:00:00.123Z WARN Component: message`.
///
/// @param stackTraces whether to show more of a throwable than its name and message; its lines are
///   kept as lines then
record PlainLine(boolean stackTraces) implements LineFormat {

    @Override
    public void append(ILoggingEvent event, StringBuilder line) {
        line.append(Instant.ofEpochMilli(event.getTimeStamp()))
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(LineFormat.shortName(event.getLoggerName()))
                .append(": ");
        appendVisible(event.getFormattedMessage(), line, false);
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineOfStack = keepLines && (c == '\n' || c == '\t');
            if (Character.isISOControl(c) && !lineOfStack) {
                line.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : "?");
            } else {
                line.append(c);
            }
        }
    }
}
