package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;

import org.slf4j.LoggerFactory;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.List;

/// What is logged, in which form. Until [#configure] is called, plain lines of what a user wants to
/// know go to the standard error stream of the gateway's own process; in an embedding program, that
/// decides.
public final class Logging {
    private static final String OURS = "dev.tollgate";
    private static final String APPENDER = "lines";

    /// They warn of every connection that breaks when a database is lost, which is told once.
    private static final List<String> POOLS = List.of("com.zaxxer.hikari", "io.helidon.dbclient");

    /// A system property: whose process it is. Logback makes its configurators itself, so there is
    /// no other way to tell them.
    private static final String OWN_PROCESS = "dev.tollgate.process";

    private Logging() {}

    /// Says that the process is the gateway's own. To be called before anything is logged.
    public static void takeOver() {
        System.setProperty(OWN_PROCESS, "true");
    }

    static boolean isOurs() {
        return Boolean.getBoolean(OWN_PROCESS);
    }

    /// Changes the amount and the form from now on; may be called again.
    ///
    /// @param json one JSON object a line instead of plain text
    public static void configure(Amount amount, boolean json) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context, amount, json, new FileOutputStream(FileDescriptor.err));
        }
    }

    /// Waits, for a second at most, until what was logged so far is written. To be called before
    /// the process ends.
    public static void drain() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && appender(context) instanceof LineAppender lines) {
            lines.drain();
        }
    }

    static void configure(LoggerContext context, Amount amount, boolean json, OutputStream out) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(amount.libraries);
        context.getLogger(OURS).setLevel(amount.ours);
        for (String pool : POOLS) {
            context.getLogger(pool)
                    .setLevel(amount == Amount.EVERYTHING ? amount.libraries : Level.ERROR);
        }
        LineFormat format =
                json
                        ? new JsonLine(amount == Amount.EVERYTHING)
                        : new PlainLine(amount == Amount.EVERYTHING);
        var lines = new LineAppender(format, out);
        lines.setName(APPENDER);
        lines.setContext(context);
        lines.start();
        root.addAppender(lines);
    }

    private static Appender<ILoggingEvent> appender(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER);
    }

    /// How much is logged.
    public enum Amount {
        ERRORS(Level.ERROR, Level.ERROR),
        WARNINGS(Level.WARN, Level.WARN),
        /// What a user wants to know, one line per call included.
        NORMAL(Level.INFO, Level.WARN),
        /// Each decision of the gateway.
        DECISIONS(Level.DEBUG, Level.WARN),
        /// That, more of the libraries, and stack traces.
        EVERYTHING(Level.TRACE, Level.INFO);

        private final Level ours;
        private final Level libraries;

        Amount(Level ours, Level libraries) {
            this.ours = ours;
            this.libraries = libraries;
        }
    }
}
