package dev.tollgate.application.port.in;

import dev.tollgate.domain.access.Caller;

import java.time.Duration;
import java.util.List;

/// Tells which deployments are left alone at the moment because they failed. Asks no provider.
public interface ListCooldowns {
    /// Of the models that the caller may call, and of all where they administer the gateway; in the
    /// order of the configuration. Empty when all of them are in use.
    List<Cooldown> cooldowns(Caller caller);

    /// @param group the model group it belongs to
    /// @param left time until it may be asked again; positive
    record Cooldown(String deploymentId, String group, Duration left) {
        public Cooldown {
            if (!left.isPositive()) {
                throw new IllegalArgumentException(
                        "a cooldown that is over is none: %s".formatted(left));
            }
        }
    }
}
