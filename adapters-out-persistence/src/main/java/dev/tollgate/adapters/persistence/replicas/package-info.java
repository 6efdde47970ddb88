/// What replicas on one database share besides money: parts of limits, and the deployments they
/// leave alone.
@NullMarked
package dev.tollgate.adapters.persistence.replicas;

import org.jspecify.annotations.NullMarked;
