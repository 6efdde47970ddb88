/// How often a failure is tried again, and after which wait.
@NullMarked
package dev.tollgate.domain.retry;

import org.jspecify.annotations.NullMarked;
