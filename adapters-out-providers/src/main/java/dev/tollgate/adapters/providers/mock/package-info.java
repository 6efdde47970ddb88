/// Deployments that answer by themselves, for tests and trials: nobody is called and nothing costs.
@NullMarked
package dev.tollgate.adapters.providers.mock;

import org.jspecify.annotations.NullMarked;
