package dev.tollgate.adapters.http.wire;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;

import java.time.Duration;

/// A connection of Helidon's under watch.
final class WireConnection implements ServerConnection, InterruptableTask<Void> {
    private final Wire wire;
    private final ServerConnection http;
    private final Watch watch;

    WireConnection(Wire wire, ServerConnection http, Watch watch) {
        this.wire = wire;
        this.http = http;
        this.watch = watch;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        watch.add(wire);
        try {
            http.handle(limit);
            // Only a request that was refused before it reached a handler ends like this.
            wire.linger();
        } finally {
            watch.remove(wire);
        }
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
