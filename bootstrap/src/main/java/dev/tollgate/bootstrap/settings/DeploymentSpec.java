package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.catalog.Deployment;

import java.time.Duration;
import java.util.Optional;

/// A usable deployment: what routing knows of it and how its provider is reached, under one id.
public record DeploymentSpec(
        Deployment deployment, DeploymentSettings settings, Probe probe, Optional<Budget> budget) {
    public DeploymentSpec {
        if (!deployment.id().equals(settings.id())) {
            throw new IllegalArgumentException(
                    "two ids for one deployment: " + deployment.id() + ", " + settings.id());
        }
    }

    /// How its health is checked.
    ///
    /// @param model the model that is asked, with or without the provider's prefix; empty: its own,
    ///   or a cheap one of the provider where it serves a pattern
    /// @param timeout bound of a probe
    /// @param maxTokens output tokens a probe asks for
    /// @param background whether it takes part in background checks
    public record Probe(String model, Duration timeout, int maxTokens, boolean background) {
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
        public static final int DEFAULT_MAX_TOKENS = 16;
    }

    /// Names only: the settings hold keys.
    @Override
    public String toString() {
        return "DeploymentSpec[%s as %s]".formatted(deployment.id(), deployment.group());
    }
}
