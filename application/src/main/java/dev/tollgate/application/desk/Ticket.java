package dev.tollgate.application.desk;

import dev.tollgate.application.desk.AdmissionDesk.ClaimOutcome;
import dev.tollgate.application.limit.RateBook;
import dev.tollgate.application.limit.Share;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;

import java.util.ArrayList;
import java.util.List;

/// One admitted call. Belongs to the thread that walks the call; closing it ends what is still
/// open.
public final class Ticket implements AutoCloseable {
    private final AdmissionDesk desk;
    private final Purse purse;
    private final Share share;
    private final Runnable giveBack;
    private final List<Claim> claims = new ArrayList<>(1);
    private boolean asked;
    private boolean closed;

    Ticket(AdmissionDesk desk, Purse purse, Share share, Runnable giveBack) {
        this.desk = desk;
        this.purse = purse;
        this.share = share;
        this.giveBack = giveBack;
    }

    /// Asks for the right to one attempt.
    ///
    /// @param card what is known of the model that would be asked
    /// @throws IllegalStateException if the ticket is closed
    public ClaimOutcome claim(Deployment deployment, ModelCard card, ModelCall call) {
        if (closed) {
            throw new IllegalStateException("the ticket is closed");
        }
        ClaimOutcome outcome = desk.claim(deployment, purse, card, call);
        if (outcome instanceof ClaimOutcome.Granted(Claim claim)) {
            claims.removeIf(this::over);
            claims.add(claim);
        }
        return outcome;
    }

    private boolean over(Claim claim) {
        asked |= claim.left();
        return !claim.open();
    }

    /// An attempt used this many tokens.
    public void used(long tokens) {
        share.used(tokens);
    }

    /// An attempt used nobody knows how many: no fewer than these, nor than it was admitted for.
    public void usedUnheard(ModelCall call, long tokens) {
        share.used(Math.max(tokens, AdmissionDesk.estimate(call)));
    }

    /// What the caller's limits had left when the call began.
    public List<RateBook.Left> left() {
        return share.left();
    }

    /// Gives the call's place back, and its limits where nobody was asked; releases, and counts,
    /// claims that were forgotten.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Claim claim : claims) {
            if (!over(claim)) {
                desk.leaked();
                claim.release();
            }
        }
        if (!asked) {
            share.untouched();
        }
        share.close();
        giveBack.run();
    }
}
