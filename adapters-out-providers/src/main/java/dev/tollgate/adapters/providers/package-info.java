/// The providers of a configuration, put together.
@NullMarked
package dev.tollgate.adapters.providers;

import org.jspecify.annotations.NullMarked;
