package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.spi.ContextAwareBase;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/// Found by Logback as a service, and asked after every configurator of an embedding program. Where
/// that has no configuration file either, it logs warnings to the standard error stream: Logback's
/// own last resort prints everything, the credentials that go to providers included.
@ConfiguratorRank(ConfiguratorRank.FALLBACK)
public final class LastConfiguration extends ContextAwareBase implements Configurator {

    /// Called by Logback.
    public LastConfiguration() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        DefaultJoranConfigurator files = new DefaultJoranConfigurator();
        files.setContext(context);
        if (files.configure(context) == ExecutionStatus.INVOKE_NEXT_IF_ANY) {
            Logging.configure(
                    context,
                    Logging.Amount.WARNINGS,
                    false,
                    new FileOutputStream(FileDescriptor.err));
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
