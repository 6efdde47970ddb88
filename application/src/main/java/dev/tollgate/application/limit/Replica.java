package dev.tollgate.application.limit;

import dev.tollgate.application.port.out.LimitParts;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// A gateway that shares its limits with others.
///
/// @param instance the name it holds its parts under
/// @param cutOff whether the store is not heard of at the moment
/// @param patience how long a call waits for what other replicas may be about to give back
/// @param nanoTime a monotonic clock in nanoseconds
/// @param nudge called when something was come by that others may wait for: has [RateBook#tend]
///   called soon, and returns at once
public record Replica(
        String instance,
        LimitParts parts,
        BooleanSupplier cutOff,
        Duration patience,
        LongSupplier nanoTime,
        Runnable nudge) {}
