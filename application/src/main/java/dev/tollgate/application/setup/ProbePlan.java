package dev.tollgate.application.setup;

import dev.tollgate.domain.call.Letter;

import java.time.Duration;

/// How one deployment is asked for a sign of life.
///
/// @param model the upstream model that is asked
/// @param letter a small one, in a dialect that the model answers
/// @param timeout bound of the probe
/// @param background whether it takes part in background checks
public record ProbePlan(String model, Letter letter, Duration timeout, boolean background) {
    public ProbePlan {
        if (model.isBlank() || !timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "a probe needs a model and time: \"%s\", %s".formatted(model, timeout));
        }
    }
}
