/// `tollgate import`: the process that takes over what a LiteLLM proxy keeps, and what it tells.
@NullMarked
package dev.tollgate.bootstrap.takeover;

import org.jspecify.annotations.NullMarked;
