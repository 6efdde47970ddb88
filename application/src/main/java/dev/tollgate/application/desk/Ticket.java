package dev.tollgate.application.desk;

import dev.tollgate.application.desk.AdmissionDesk.ClaimOutcome;
import dev.tollgate.domain.catalog.Deployment;

import java.util.ArrayList;
import java.util.List;

/// One admitted call. Belongs to the thread that walks the call; closing it ends what is still
/// open.
public final class Ticket implements AutoCloseable {
    private final AdmissionDesk desk;
    private final Runnable giveBack;
    private final List<Claim> claims = new ArrayList<>(1);
    private boolean closed;

    Ticket(AdmissionDesk desk, Runnable giveBack) {
        this.desk = desk;
        this.giveBack = giveBack;
    }

    /// Asks for the right to one attempt.
    ///
    /// @throws IllegalStateException if the ticket is closed
    public ClaimOutcome claim(Deployment deployment) {
        if (closed) {
            throw new IllegalStateException("the ticket is closed");
        }
        ClaimOutcome outcome = desk.claim(deployment);
        if (outcome instanceof ClaimOutcome.Granted(Claim claim)) {
            claims.removeIf(old -> !old.open());
            claims.add(claim);
        }
        return outcome;
    }

    /// Gives the call's place back and releases, and counts, claims that were forgotten.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Claim claim : claims) {
            if (claim.open()) {
                desk.leaked();
                claim.release();
            }
        }
        giveBack.run();
    }
}
