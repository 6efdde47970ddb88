package dev.tollgate.features.driver;

import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.settings.CheckedSettings;

/// How a scenario's callers reach the gateway. Made anew for every scenario.
public interface GatewayDriver extends AutoCloseable {
    /// Opens a composed gateway to callers.
    void open(Composition gateway, CheckedSettings settings);

    /// Sends a chat letter and waits for the end of the answer.
    Answer chat(String letter);

    /// The gateway over HTTP, for scenarios that are about the wire.
    HttpDriver http();

    @Override
    void close();
}
