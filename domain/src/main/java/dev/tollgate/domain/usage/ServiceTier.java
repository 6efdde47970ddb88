package dev.tollgate.domain.usage;

import java.util.Locale;

/// How soon a provider serves a call, which changes its price.
public enum ServiceTier {
    /// Nobody named one. Priced as [#STANDARD].
    UNSTATED,
    STANDARD,
    PRIORITY,
    FLEX,
    BATCH,
    BALANCED,
    ULTRAFAST;

    /// The tier behind a name that a caller or a provider gives it (`default`, `priority`,
    /// `ON_DEMAND_FLEX`, …); [#UNSTATED] for `auto` and for names that nobody knows.
    public static ServiceTier named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            // Reserved capacity is paid elsewhere; what is billed by the token has the usual price.
            case "default",
                    "standard",
                    "standard_only",
                    "on_demand",
                    "scale",
                    "reserved",
                    "provisioned_throughput" ->
                    STANDARD;
            case "priority", "fast", "on_demand_priority" -> PRIORITY;
            case "flex", "on_demand_flex" -> FLEX;
            case "batch", "batches" -> BATCH;
            case "balanced" -> BALANCED;
            case "ultrafast" -> ULTRAFAST;
            default -> UNSTATED;
        };
    }

    public boolean stated() {
        return this != UNSTATED;
    }
}
