package dev.tollgate.adapters.persistence.spend;

/// An instance and an account that it leases, by key.
record Holding(String account, String instance) {}
