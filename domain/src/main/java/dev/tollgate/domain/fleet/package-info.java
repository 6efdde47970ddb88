/// What is known of the deployments at one moment, and the rules that take one out for a while.
@NullMarked
package dev.tollgate.domain.fleet;

import org.jspecify.annotations.NullMarked;
