package dev.tollgate.adapters.persistence.sql;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Stands before a server and can stop passing anything on, as a machine does that hangs.
public final class StallingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final String name;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private boolean stalled;

    private StallingProxy(ServerSocket listening, int target, String name) {
        this.listening = listening;
        this.target = target;
        this.name = name;
    }

    public static StallingProxy before(DatabaseUrl url) throws IOException {
        String[] place = url.jdbc().split("//")[1].split("\\?")[0].split("[:/]");
        var proxy =
                new StallingProxy(
                        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        Integer.parseInt(place[1]),
                        place[2]);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public DatabaseUrl url() {
        return DatabaseUrl.parse(
                "postgresql://postgres:postgres@localhost:%d/%s"
                        .formatted(listening.getLocalPort(), name));
    }

    public void stall() {
        set(true);
    }

    public void resume() {
        set(false);
    }

    private void set(boolean now) {
        lock.lock();
        try {
            stalled = now;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket in = listening.accept();
                Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(in);
                sockets.add(out);
                Thread.ofVirtual().start(() -> pump(in, out));
                Thread.ofVirtual().start(() -> pump(out, in));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitFlow();
                out.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException _) {
            // One side is gone, and so is the other.
        }
    }

    private void awaitFlow() throws InterruptedException {
        lock.lock();
        try {
            while (stalled) {
                flowing.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        resume();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
