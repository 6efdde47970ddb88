package dev.tollgate.domain.retry;

/// How often attempts may be repeated after one failure.
///
/// @param retries attempts after the first one
/// @param byPolicy whether an entry for this kind of failure says so: such a failure is repeated
///   whatever it is
/// @param explicit whether anybody said so, or it is the built-in number
public record Allowance(int retries, boolean byPolicy, boolean explicit) {}
