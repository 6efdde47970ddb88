package dev.tollgate.application.port.out;

import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Duration;
import java.util.Map;

/// Where replicas tell each other which deployments they leave alone. Lengths of time are told and
/// heard, by the store's clock alone. Every method throws [StorageUnavailable] when the store is
/// away.
public interface CooldownBoard {
    /// Tells that this replica leaves deployments alone, for so long from now. It is a revision of
    /// the store, as changes of [Entities] are: who follows those knows that there is news.
    void tell(String instance, Map<DeploymentId, Duration> left);

    /// What other replicas have told since, as far as it has not ended.
    ///
    /// @param revision of the last news; below zero: everything is news
    News since(String instance, long revision);

    /// @param revision to ask from the next time
    /// @param left for how long from now
    record News(long revision, Map<DeploymentId, Duration> left) {
        public News {
            left = Map.copyOf(left);
        }
    }
}
