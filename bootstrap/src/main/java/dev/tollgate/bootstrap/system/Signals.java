package dev.tollgate.bootstrap.system;

import sun.misc.Signal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The signals a process hears: SIGTERM and SIGINT end it in good order (a second one at once),
/// SIGHUP has it read its configuration again.
public final class Signals {
    private static final int AT_ONCE = 130;

    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final BlockingQueue<Boolean> reloads = new LinkedBlockingQueue<>(1);

    /// How a process was asked to end.
    public enum Ending {
        TERMINATE,
        INTERRUPT
    }

    private Signals() {}

    /// Handles the signals from now on, for the whole process.
    public static Signals catchThem() {
        Signals signals = new Signals();
        handle("TERM", () -> signals.end(Ending.TERMINATE));
        handle("INT", () -> signals.end(Ending.INTERRUPT));
        handle("HUP", () -> signals.reloads.offer(true));
        return signals;
    }

    private static void handle(String name, Runnable action) {
        try {
            Signal.handle(new Signal(name), _ -> action.run());
        } catch (IllegalArgumentException _) {
            // A system without this signal cannot send it either.
        }
    }

    private void end(Ending how) {
        if (!ending.complete(how)) {
            Runtime.getRuntime().halt(AT_ONCE);
        }
    }

    /// Blocks until the process is to end.
    public Ending awaitEnd() {
        return ending.join();
    }

    /// Waits for a wish to reload; false when the time passed, or the thread was interrupted,
    /// without one.
    public boolean awaitReload(long millis) {
        try {
            return reloads.poll(millis, TimeUnit.MILLISECONDS) != null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
