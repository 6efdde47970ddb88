package dev.tollgate.application.desk;

import dev.tollgate.application.budget.Reservation;
import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.concurrent.atomic.AtomicBoolean;

/// The right to one attempt at one deployment, made only by a [Ticket]. Ends exactly once: settled
/// with what was used, or released because nothing was.
public final class Claim implements AttemptClaim {
    private final DeploymentId deployment;
    private final Reservation reservation;
    private final Told told;
    private final Journal.Room room;
    private final Runnable giveBack;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile boolean left;

    Claim(
            DeploymentId deployment,
            Reservation reservation,
            Told told,
            Journal.Room room,
            Runnable giveBack) {
        this.deployment = deployment;
        this.reservation = reservation;
        this.told = told;
        this.room = room;
        this.giveBack = giveBack;
    }

    @Override
    public DeploymentId deployment() {
        return deployment;
    }

    @Override
    public boolean open() {
        return open.get();
    }

    /// What is set aside for the attempt.
    public Reservation reservation() {
        return reservation;
    }

    /// What the provider is to be told.
    public Told told() {
        return told;
    }

    /// Whether a provider was, or may have been, asked.
    boolean left() {
        return left;
    }

    /// Writes down that the request is about to leave.
    ///
    /// @param entry what the ledger gets to see if the process dies before the end
    public void leaves(LedgerEntry entry) {
        left = true;
        room.open(new Journal.Opened(entry, reservation.amount()));
    }

    /// Writes the entry down, books its cost and gives back the rest. When it returns, the entry
    /// outlives the process.
    ///
    /// @throws IllegalStateException if the claim has ended
    public void settle(LedgerEntry entry) {
        end("settle");
        try {
            room.settled(entry);
            reservation.settle(entry.charged());
        } finally {
            close();
        }
    }

    /// Gives everything back: nothing was sent.
    ///
    /// @throws IllegalStateException if the claim has ended
    public void release() {
        end("release");
        close();
    }

    private void close() {
        reservation.release();
        room.close();
        giveBack.run();
    }

    private void end(String move) {
        if (!open.compareAndSet(true, false)) {
            throw new IllegalStateException(
                    "cannot %s the claim on %s: it has ended".formatted(move, deployment));
        }
    }
}
