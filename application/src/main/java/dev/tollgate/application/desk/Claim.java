package dev.tollgate.application.desk;

import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.usage.Usage;

import java.util.concurrent.atomic.AtomicBoolean;

/// The right to one attempt at one deployment, made only by a [Ticket]. Ends exactly once: settled
/// with what was used, or released because nothing was.
public final class Claim {
    private final DeploymentId deployment;
    private final Runnable giveBack;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Claim(DeploymentId deployment, Runnable giveBack) {
        this.deployment = deployment;
        this.giveBack = giveBack;
    }

    public DeploymentId deployment() {
        return deployment;
    }

    public boolean open() {
        return open.get();
    }

    /// Books the usage and gives back the rest.
    ///
    /// @throws IllegalStateException if the claim has ended
    public void settle(Usage usage) {
        end("settle");
    }

    /// Gives everything back: the attempt consumed nothing.
    ///
    /// @throws IllegalStateException if the claim has ended
    public void release() {
        end("release");
    }

    private void end(String move) {
        if (!open.compareAndSet(true, false)) {
            throw new IllegalStateException(
                    "cannot %s the claim on %s: it has ended".formatted(move, deployment));
        }
        giveBack.run();
    }
}
