/// The composition root: the only place that knows every adapter, and where the process starts.
@NullMarked
package dev.tollgate.bootstrap;

import org.jspecify.annotations.NullMarked;
