package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import dev.tollgate.domain.access.SecretNames;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Turns an event into one line of text without its end. Whatever the event holds, there is no
/// control character in the line: nobody can forge a second one. What looks like a key or a token
/// is masked here once more, wherever it came from: out of a model's name, a library's exception.
sealed interface LineFormat permits PlainLine, JsonLine {
    /// Keys (not as they are shown, `sk-...Ab1Q`), tokens, and passwords within addresses.
    Pattern SECRET =
            Pattern.compile(
                    "(?<![A-Za-z0-9])("
                            + String.join("|", SecretNames.keyBeginnings())
                            + ")[A-Za-z0-9_-]{8,}"
                            + "|(eyJ)[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"
                            + "|(://)[^/\\s@]+:[^/\\s@]+(?=@)");

    /// Of which every secret has one.
    List<String> SIGNS =
            Stream.concat(SecretNames.keyBeginnings().stream(), Stream.of("eyJ", "://")).toList();

    static String masked(String text) {
        return SIGNS.stream().noneMatch(text::contains)
                ? text
                : SECRET.matcher(text).replaceAll("$1$2$3***");
    }

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
            return masked(ThrowableProxyUtil.asString(throwable));
        }
        String name = shortName(throwable.getClassName());
        return throwable.getMessage() == null ? name : name + ": " + masked(throwable.getMessage());
    }
}
