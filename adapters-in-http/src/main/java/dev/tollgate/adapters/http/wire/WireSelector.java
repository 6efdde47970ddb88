package dev.tollgate.adapters.http.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// Makes every connection one of HTTP/1.1 under watch.
public final class WireSelector implements ServerConnectionSelector, AutoCloseable {
    /// Gone once the server has stopped: Helidon never ends a server's timer, which holds its
    /// listeners and so this object for as long as the process lives.
    private volatile @Nullable OneRouting router;

    private final WireLimits limits;
    private final BodyBudget budget;
    private final Watch watch = new Watch();
    private final Http1ConnectionSelector http;

    public WireSelector(WireRouting routing, WireLimits limits) {
        this.router = new OneRouting(routing);
        this.limits = limits;
        this.budget = new BodyBudget(limits.bodyBytesInFlight());
        this.http =
                Http1ConnectionSelector.builder()
                        .config(
                                Http1Config.builder()
                                        .maxPrologueLength(16 * 1024)
                                        .maxHeadersSize(64 * 1024)
                                        .sendKeepAliveHeader(false)
                                        .build())
                        .build();
        watch.start();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("http/1.1");
    }

    @Override
    public ServerConnection connection(ConnectionContext ctx) {
        OneRouting routing = router;
        if (routing == null) {
            throw new CloseConnectionException("the server has stopped");
        }
        Wire wire = new Wire(ctx, routing, limits, budget);
        return new WireConnection(wire, http.connection(wire), watch);
    }

    /// Connections that are open.
    public int connections() {
        return watch.size();
    }

    /// Bytes of request bodies that running calls hold.
    public long bodyBytesInFlight() {
        return budget.taken();
    }

    @Override
    public void close() {
        watch.close();
        router = null;
    }
}
