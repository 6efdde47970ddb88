package dev.tollgate.adapters.persistence.spend;

/// What an instance holds of an account, in nano-dollars.
///
/// @param account its key
/// @param recalled what others wait for
record Lease(String account, String instance, long amount, long recalled) {}
