package dev.tollgate.application.setup;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The setup in force. A call leases it and keeps it from start to end, whatever is reloaded
/// meanwhile; a replaced setup is put away when its last call has ended.
public final class CurrentSetup implements Supplier<GatewaySetup>, AutoCloseable {
    private final AtomicReference<Generation> current;

    /// @param whenUnused puts the setup away once it is replaced and no call uses it
    public CurrentSetup(GatewaySetup first, Runnable whenUnused) {
        this.current = new AtomicReference<>(new Generation(first, whenUnused));
    }

    /// A look at the setup, for work that may lose it at any time.
    @Override
    public GatewaySetup get() {
        return current.get().setup;
    }

    /// The setup for one call; to be closed when the call has ended.
    public Lease lease() {
        while (true) {
            Generation generation = current.get();
            if (generation.enter()) {
                return new Lease(generation);
            }
            // It was replaced and put away between the two lines above: take the new one.
        }
    }

    /// Calls that start from now on use this setup.
    public void replace(GatewaySetup next, Runnable whenUnused) {
        current.getAndSet(new Generation(next, whenUnused)).leave();
    }

    /// No further call will come.
    @Override
    public void close() {
        current.get().leave();
    }

    /// One call's hold on a setup.
    public static final class Lease implements AutoCloseable {
        private final Generation generation;
        private boolean closed;

        private Lease(Generation generation) {
            this.generation = generation;
        }

        public GatewaySetup setup() {
            return generation.setup;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                generation.leave();
            }
        }
    }

    private static final class Generation {
        final GatewaySetup setup;
        private final Runnable whenUnused;
        // One for being in force, one per call.
        private final AtomicInteger users = new AtomicInteger(1);

        Generation(GatewaySetup setup, Runnable whenUnused) {
            this.setup = setup;
            this.whenUnused = whenUnused;
        }

        boolean enter() {
            return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        }

        void leave() {
            if (users.decrementAndGet() == 0) {
                whenUnused.run();
            }
        }
    }
}
