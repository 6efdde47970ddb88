package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.time.Instant;

/// `{"timestamp":"…","level":"WARN","component":"…","logger":"…","message":"…"}`, and `error` for
/// what was thrown.
record JsonLine(boolean stackTraces) implements LineFormat {

    @Override
    public void append(ILoggingEvent event, StringBuilder line) {
        line.append("{\"timestamp\":\"")
                .append(Instant.ofEpochMilli(event.getTimeStamp()))
                .append("\",\"level\":\"")
                .append(event.getLevel())
                .append('"');
        member("component", LineFormat.shortName(event.getLoggerName()), line);
        member("logger", event.getLoggerName(), line);
        member("message", SecretMask.masked(event.getFormattedMessage()), line);
        if (event.getThrowableProxy() != null) {
            member("error", LineFormat.thrown(event.getThrowableProxy(), stackTraces), line);
        }
        line.append('}');
    }

    @Override
    public String remark(String text, Instant now) {
        var line =
                new StringBuilder("{\"timestamp\":\"").append(now).append("\",\"level\":\"WARN\"");
        member("component", "Log", line);
        member("message", text, line);
        return line.append('}').toString();
    }

    private static void member(String name, String value, StringBuilder line) {
        line.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, line);
        line.append('"');
    }
}
