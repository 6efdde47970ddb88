package dev.tollgate.adapters.providers.identity;

import dev.tollgate.domain.entity.Fields;

import java.time.Instant;

/// A token whose signature was checked.
///
/// @param named whether its issuer has keys of its own
/// @param source whose key it was signed with
/// @param generation of that source's keys at the time
/// @param from when it begins to be valid
/// @param until when it ends to be valid
record Verified(
        Fields claims,
        boolean named,
        KeySource source,
        long generation,
        Instant from,
        Instant until) {}
