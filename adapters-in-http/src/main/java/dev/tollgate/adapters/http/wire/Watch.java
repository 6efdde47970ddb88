package dev.tollgate.adapters.http.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One thread that looks over all connections ten times a second: cheaper than a timer per request,
/// and quick calls never hear of it.
final class Watch implements AutoCloseable {
    private static final long ROUND_MILLIS = 100;

    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean running = true;

    Watch() {
        thread = Thread.ofPlatform().daemon().name("connection-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(Wire wire) {
        wires.add(wire);
    }

    void remove(Wire wire) {
        wires.remove(wire);
    }

    int size() {
        return wires.size();
    }

    private void run() {
        while (running) {
            long now = System.nanoTime();
            for (Wire wire : wires) {
                wire.inspect(now);
            }
            try {
                Thread.sleep(ROUND_MILLIS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
    }
}
