package dev.tollgate.application.desk;

import dev.tollgate.application.budget.Reservation;
import dev.tollgate.application.testkit.RecordingJournal;
import dev.tollgate.domain.catalog.DeploymentId;

/// Claims without a desk, for tests of what happens once one is held.
public final class ClaimFixture {
    private ClaimFixture() {}

    public static Claim on(DeploymentId deployment) {
        return new Claim(
                deployment,
                Reservation.NONE,
                Told.NOTHING,
                new RecordingJournal().reserve().orElseThrow(),
                () -> {});
    }
}
