/// What several gateways promise together, and what a bad day may cost: real processes on a real
/// PostgreSQL, before a provider that keeps its own count.
@NullMarked
package dev.tollgate.bootstrap.replicas;

import org.jspecify.annotations.NullMarked;
