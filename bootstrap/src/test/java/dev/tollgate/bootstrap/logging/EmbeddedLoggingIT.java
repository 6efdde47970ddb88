package dev.tollgate.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What becomes of the logging of a program that has Tollgate on its class path.
class EmbeddedLoggingIT {
    private static final String FILE = "logback.configurationFile";

    private final LoggerContext context = new LoggerContext();
    private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);

    @TempDir private Path folder;

    @AfterEach
    void stop() {
        System.clearProperty(FILE);
        context.stop();
    }

    @Test
    void a_programs_own_configuration_stays_as_it_is() throws IOException, JoranException {
        Path file =
                Files.writeString(
                        folder.resolve("theirs.xml"),
                        """
                        <configuration>
                          <appender name="theirs" class="ch.qos.logback.core.helpers.NOPAppender"/>
                          <root level="debug"><appender-ref ref="theirs"/></root>
                        </configuration>
                        """);
        System.setProperty(FILE, file.toString());

        new ContextInitializer(context).autoConfig();

        assertThat(root.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(root.getAppender("theirs")).isNotNull();
        assertThat(root.iteratorForAppenders()).toIterable().hasSize(1);
        assertThat(context.getLogger("dev.tollgate").getLevel()).isNull();
    }

    @Test
    void without_one_only_warnings_are_printed_and_no_line_of_a_provider_call()
            throws JoranException {
        new ContextInitializer(context).autoConfig();

        assertThat(root.getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("org.apache.hc.client5.http.headers").isDebugEnabled())
                .isFalse();
        assertThat(context.getLogger("dev.tollgate.requests").isInfoEnabled()).isFalse();
    }
}
