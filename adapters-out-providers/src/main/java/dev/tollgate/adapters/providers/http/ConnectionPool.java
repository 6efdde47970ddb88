package dev.tollgate.adapters.providers.http;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The connections to one host, bounded in number. The one used last is used next, so that spares
/// grow old and are closed. Whether an idle connection still works is not asked before it is used:
/// whoever finds it dead asks for a fresh one.
final class ConnectionPool {
    private final Connector connector;
    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final ArrayDeque<Pooled> idle = new ArrayDeque<>();
    private int open;
    private boolean closing;

    ConnectionPool(Connector connector, int max) {
        this.connector = connector;
        this.max = max;
    }

    /// Takes a connection, a connected one unless a fresh one is asked for; waits for one while all
    /// are in use.
    Pooled take(Exchange exchange, boolean fresh) throws IOException {
        List<Pooled> surplus = new ArrayList<>(0);
        Pooled reused;
        lock.lock();
        try {
            reused = reserve(exchange, fresh, surplus);
        } finally {
            lock.unlock();
        }
        surplus.forEach(Pooled::close);
        return reused == null ? connector.unconnected() : reused;
    }

    /// A slot in the pool: with its connection, or an empty one.
    private @Nullable Pooled reserve(Exchange exchange, boolean fresh, List<Pooled> surplus)
            throws IOException {
        while (true) {
            long now = System.nanoTime();
            Pooled old = idle.peekFirst();
            while (old != null && old.expired(now)) {
                surplus.add(idle.removeFirst());
                open--;
                old = idle.peekFirst();
            }
            Pooled last = idle.peekLast();
            if (last != null && !fresh) {
                idle.removeLast();
                if (!last.expired(now)) {
                    return last;
                }
                surplus.add(last);
                return null;
            }
            if (open < max) {
                open++;
                return null;
            }
            if (last != null) {
                surplus.add(idle.removeLast());
                return null;
            }
            awaitFreed(exchange);
        }
    }

    private void awaitFreed(Exchange exchange) throws IOException {
        exchange.waitFor(this);
        try {
            exchange.check();
            freed.awaitNanos(Math.max(1, exchange.left()));
            exchange.check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection");
        } finally {
            exchange.waitFor(null);
            if (!exchange.running()) {
                // The wake-up may have been meant for another.
                freed.signal();
            }
        }
    }

    /// Gives a connection back that can serve again.
    void giveBack(Pooled pooled) {
        lock.lock();
        try {
            if (!closing) {
                idle.addLast(pooled);
                freed.signal();
                return;
            }
            open--;
        } finally {
            lock.unlock();
        }
        pooled.close();
    }

    /// Closes a connection and frees its place.
    void discard(Pooled pooled) {
        pooled.close();
        lock.lock();
        try {
            open--;
            freed.signal();
        } finally {
            lock.unlock();
        }
    }

    void connect(Pooled pooled, Exchange exchange) throws IOException {
        connector.connect(pooled.connection(), exchange);
    }

    void wakeWaiters() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Closes idle connections now, and all others as they come back.
    void close() {
        List<Pooled> all;
        lock.lock();
        try {
            closing = true;
            all = List.copyOf(idle);
            idle.clear();
            open -= all.size();
            freed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(Pooled::close);
    }

    /// A connection and what the pool knows of it.
    static final class Pooled {
        private final ManagedHttpClientConnection connection;
        private long expires;
        private boolean used;

        Pooled(ManagedHttpClientConnection connection) {
            this.connection = connection;
        }

        ManagedHttpClientConnection connection() {
            return connection;
        }

        /// Whether it has served before.
        boolean used() {
            return used;
        }

        void keepFor(long nanos) {
            used = true;
            expires = System.nanoTime() + nanos;
        }

        boolean expired(long now) {
            return now - expires >= 0;
        }

        void close() {
            connection.close(CloseMode.IMMEDIATE);
        }
    }
}
