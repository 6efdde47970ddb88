package dev.tollgate.adapters.http.wire;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Where a connection's bytes come from. While a call runs, a second thread may read ahead to
/// notice that the caller left; what it reads is what the connection reads next. A first request of
/// HTTP/1.0 is turned into one of HTTP/1.1 that closes the connection.
final class ByteSource implements Supplier<byte[]> {
    /// What a caller may pipeline while a call runs before we stop looking for the end.
    private static final int MAX_AHEAD = 64 * 1024;

    private static final int MAX_FIRST_LINE = 16 * 1024;
    private static final int MAX_OLD_HEAD = 32 * 1024;

    private final HelidonSocket socket;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private final Deque<byte[]> ahead = new ArrayDeque<>(2);
    private int aheadBytes;
    private boolean readingAhead;
    private boolean ended;
    private boolean first = true;
    private volatile boolean http10;

    /// Hears of what the source sees.
    interface Listener {
        /// Bytes came for the connection's thread.
        void arrived(int bytes);

        /// The caller closed or broke the connection while a call ran.
        void left();
    }

    ByteSource(HelidonSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /// Whether the caller speaks HTTP/1.0 and so must not be sent chunks.
    boolean http10() {
        return http10;
    }

    /// The next bytes, never empty.
    ///
    /// @throws CloseConnectionException at the end of the stream
    @Override
    public byte[] get() {
        byte[] bytes = next();
        listener.arrived(bytes.length);
        if (first) {
            first = false;
            bytes = modern(bytes);
        }
        return bytes;
    }

    private byte[] next() {
        try {
            lock.lockInterruptibly();
            try {
                while (readingAhead && ahead.isEmpty()) {
                    stopped.await();
                }
                byte[] waiting = ahead.poll();
                if (waiting != null) {
                    aheadBytes -= waiting.length;
                    return waiting;
                }
                if (ended) {
                    throw new CloseConnectionException("the caller closed the connection");
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("interrupted");
        }
        return fromSocket();
    }

    private byte[] fromSocket() {
        try {
            byte[] bytes = read();
            if (bytes == null) {
                throw new CloseConnectionException("the caller closed the connection");
            }
            return bytes;
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the connection broke", e);
        }
    }

    private byte @Nullable [] read() {
        byte[] bytes = socket.get();
        while (bytes != null && bytes.length == 0) {
            bytes = socket.get();
        }
        return bytes;
    }

    /// Starts to read ahead on a thread of its own, unless that is going on already. Says at once
    /// when the end is known: a caller may have left while an earlier request was answered.
    ///
    /// @param wanted asked under the lock whether a call still runs
    void readAhead(Supplier<Boolean> wanted) {
        boolean gone;
        lock.lock();
        try {
            gone = ended;
            if (!gone) {
                if (readingAhead || aheadBytes >= MAX_AHEAD || !wanted.get()) {
                    return;
                }
                readingAhead = true;
            }
        } finally {
            lock.unlock();
        }
        if (gone) {
            listener.left();
            return;
        }
        Thread.ofVirtual().name("read-ahead").start(() -> lookAhead(wanted));
    }

    private void lookAhead(Supplier<Boolean> wanted) {
        boolean more = true;
        while (more) {
            byte[] bytes;
            try {
                bytes = read();
            } catch (RuntimeException _) {
                bytes = null;
            }
            lock.lock();
            try {
                if (bytes == null) {
                    ended = true;
                } else {
                    ahead.add(bytes);
                    aheadBytes += bytes.length;
                }
                more = bytes != null && aheadBytes < MAX_AHEAD && wanted.get();
                readingAhead = more;
                stopped.signalAll();
            } finally {
                lock.unlock();
            }
            if (bytes == null) {
                listener.left();
            }
        }
    }

    private byte[] modern(byte[] start) {
        byte[] head = until(start, MAX_FIRST_LINE, ByteSource::hasLine);
        int lf = lineEnd(head);
        String line = lf < 0 ? "" : new String(head, 0, lf, StandardCharsets.ISO_8859_1);
        if (!line.endsWith(" HTTP/1.0\r")) {
            return head;
        }
        http10 = true;
        head = until(head, MAX_OLD_HEAD, ByteSource::hasHead);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String fields = end < 0 ? text : text.substring(0, end);
        boolean host = fields.toLowerCase(Locale.ROOT).contains("\r\nhost:");
        return (line.substring(0, line.length() - 4)
                        + "1.1\r\nConnection: close\r\n"
                        + (host ? "" : "Host: localhost\r\n")
                        + text.substring(lf + 1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] until(byte[] start, int max, Predicate<byte[]> enough) {
        byte[] all = start;
        while (!enough.test(all) && all.length < max) {
            byte[] more = fromSocket();
            int old = all.length;
            all = Arrays.copyOf(all, old + more.length);
            System.arraycopy(more, 0, all, old, more.length);
        }
        return all;
    }

    private static boolean hasLine(byte[] bytes) {
        return lineEnd(bytes) >= 0;
    }

    private static boolean hasHead(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                return true;
            }
        }
        return false;
    }

    private static int lineEnd(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
