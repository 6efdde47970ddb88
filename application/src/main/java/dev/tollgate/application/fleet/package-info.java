/// What the gateway observes of its deployments, published as immutable snapshots.
@NullMarked
package dev.tollgate.application.fleet;

import org.jspecify.annotations.NullMarked;
