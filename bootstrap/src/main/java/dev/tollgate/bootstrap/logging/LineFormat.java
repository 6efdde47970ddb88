package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import java.time.Instant;

/// Turns an event into one line of text without its end. Whatever the event holds, there is no
/// control character in the line: nobody can forge a second one. What looks like a key or a token
/// is masked here once more, wherever it came from: out of a model's name, a library's exception.
sealed interface LineFormat permits PlainLine, JsonLine {
    void append(ILoggingEvent event, StringBuilder line);

    /// A line about the log itself.
    String remark(String text, Instant now);

    /// The last part of a dotted name.
    static String shortName(String loggerName) {
        return loggerName.substring(loggerName.lastIndexOf('.') + 1);
    }

    /// What was thrown, shortly or with its stack.
    static String thrown(IThrowableProxy throwable, boolean stackTraces) {
        if (stackTraces) {
            return SecretMask.masked(ThrowableProxyUtil.asString(throwable));
        }
        String name = shortName(throwable.getClassName());
        return throwable.getMessage() == null
                ? name
                : name + ": " + SecretMask.masked(throwable.getMessage());
    }
}
