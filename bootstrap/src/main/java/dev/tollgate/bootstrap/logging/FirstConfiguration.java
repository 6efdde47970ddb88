package dev.tollgate.bootstrap.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/// Found by Logback as a service when the first logger is asked for. In the gateway's own process
/// it keeps Logback from looking for configuration files, which costs more than the rest of its
/// start; in a program that embeds the gateway it does nothing.
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class FirstConfiguration extends ContextAwareBase implements Configurator {

    /// Called by Logback.
    public FirstConfiguration() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (!Logging.isOurs()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logging.configure(
                context, Logging.Amount.NORMAL, false, new FileOutputStream(FileDescriptor.err));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
