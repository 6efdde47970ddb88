/// Answers questions about routing with the same plan that calls are routed by.
@NullMarked
package dev.tollgate.application.explain;

import org.jspecify.annotations.NullMarked;
