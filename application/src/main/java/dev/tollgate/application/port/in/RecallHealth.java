package dev.tollgate.application.port.in;

import dev.tollgate.application.port.in.CheckHealth.Probe;

import java.util.List;

/// Tells what checks found lately, and asks nobody.
public interface RecallHealth {
    /// @param most results per deployment, the newest first
    List<Probe> recall(int most);
}
