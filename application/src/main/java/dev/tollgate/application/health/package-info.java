/// Asking deployments for a sign of life.
@NullMarked
package dev.tollgate.application.health;

import org.jspecify.annotations.NullMarked;
