package dev.tollgate.application.port.in;

import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.domain.access.Caller;

import java.util.List;

/// Tells what checks found lately, and asks nobody.
public interface RecallHealth {
    /// Of the models that the caller may call; of all where they administer the gateway.
    ///
    /// @param most results per deployment, the newest first
    List<Probe> recall(Caller caller, int most);
}
