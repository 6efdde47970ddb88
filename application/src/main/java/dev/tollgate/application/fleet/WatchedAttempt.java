package dev.tollgate.application.fleet;

import dev.tollgate.application.port.out.SharedCooldowns;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fleet.CooldownRules;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// One attempt as the fleet sees it, in flight until it ends. It ends once: whatever is told later
/// changes nothing, and closing it ends it if nothing else has. Belongs to the thread that makes
/// the attempt.
public final class WatchedAttempt implements AutoCloseable {
    private final Deployment deployment;
    private final boolean streaming;
    private final Watch watch;
    private final InstantSource time;
    private final SharedCooldowns others;
    private final Instant began;
    private final long openings;
    private boolean tookBack;
    private boolean ended;

    WatchedAttempt(
            Deployment deployment,
            boolean streaming,
            Watch watch,
            InstantSource time,
            SharedCooldowns others,
            Instant began) {
        this.deployment = deployment;
        this.streaming = streaming;
        this.watch = watch;
        this.time = time;
        this.others = others;
        this.began = began;
        this.openings = watch.openings();
        watch.began();
    }

    /// The deployment answers, however the attempt will end: its first content is here, or it read
    /// the request and would not serve it. Closes the circuit that was open when the attempt began.
    public void answers() {
        if (!ended && watch.closes(openings)) {
            tookBack = true;
        }
    }

    public void succeeded(Observation seen) {
        if (!ended) {
            end();
            Instant now = time.instant();
            watch.outcomes.count(FleetMonitor.minute(now), true);
            watch.closes(openings);
            watch.worked(seen, began, now, FleetMonitor.minute(now));
        }
    }

    /// The attempt ended in a way that says nothing about the deployment: the caller left, or asked
    /// nonsense.
    public void ignored() {
        if (!ended) {
            end();
        }
    }

    /// The attempt failed.
    ///
    /// @param alternative whether the deployment's group has another one, or the call a stand-in
    /// @return how long the deployment is left alone from now on; zero if it is not
    public Duration failed(ProviderFailure failure, CooldownRules rules, boolean alternative) {
        if (ended) {
            return Duration.ZERO;
        }
        end();
        Instant now = time.instant();
        if (failure.kind() == FailureKind.TIMEOUT) {
            watch.timedOut(streaming, now);
        }
        Duration out =
                CooldownRules.counts(failure, deployment)
                        ? timeOut(failure, rules, alternative, now)
                        : Duration.ZERO;
        if (out.isPositive()) {
            watch.cool(now.plus(out), alternative);
            others.cooled(deployment.id(), out);
        }
        return out;
    }

    private Duration timeOut(
            ProviderFailure failure, CooldownRules rules, boolean alternative, Instant now) {
        CooldownRules.Window window = watch.outcomes.count(FleetMonitor.minute(now), false);
        int recent = watch.recentFails(now, rules.failureMemory(deployment));
        Duration out = rules.after(failure, deployment, window, recent, alternative);
        return out.isZero() && alternative && failsAgain() ? rules.failureMemory(deployment) : out;
    }

    /// What came back only to fail again goes at once, where somebody else is there.
    private boolean failsAgain() {
        return tookBack || watch.openSince(openings);
    }

    private void end() {
        ended = true;
        watch.ended();
    }

    @Override
    public void close() {
        ignored();
    }
}
