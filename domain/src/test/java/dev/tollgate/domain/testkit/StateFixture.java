package dev.tollgate.domain.testkit;

import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.DeploymentState.Circuit;
import dev.tollgate.domain.fleet.Health;
import dev.tollgate.domain.fleet.Latency;

import java.time.Instant;

/// Builds what was observed of a deployment: `aState().running(3).coolingUntil(noon).build()`.
public final class StateFixture {
    private int inFlight;
    private Instant coolingUntil = Instant.MIN;
    private Circuit circuit = Circuit.CLOSED;
    private long requests;
    private long tokens;
    private long usualTokens;
    private Latency perToken = Latency.UNKNOWN;
    private Latency firstToken = Latency.UNKNOWN;
    private Health health = Health.UNKNOWN;

    private StateFixture() {}

    public static StateFixture aState() {
        return new StateFixture();
    }

    public StateFixture running(int attempts) {
        inFlight = attempts;
        return this;
    }

    public StateFixture coolingUntil(Instant until) {
        coolingUntil = until;
        return this;
    }

    public StateFixture withCircuit(Circuit its) {
        circuit = its;
        return this;
    }

    public StateFixture used(long newRequests, long newTokens) {
        requests = newRequests;
        tokens = newTokens;
        return this;
    }

    public StateFixture usuallyUsing(long newTokens) {
        usualTokens = newTokens;
        return this;
    }

    public StateFixture takingPerToken(double seconds, Instant at) {
        perToken = Latency.UNKNOWN.with(seconds, at);
        return this;
    }

    public StateFixture takingToFirstToken(double seconds, Instant at) {
        firstToken = Latency.UNKNOWN.with(seconds, at);
        return this;
    }

    public StateFixture checked(boolean healthy, Instant at) {
        health = health.found(healthy, at);
        return this;
    }

    public DeploymentState build() {
        return new DeploymentState(
                inFlight,
                coolingUntil,
                circuit,
                requests,
                tokens,
                usualTokens,
                perToken,
                firstToken,
                health);
    }
}
