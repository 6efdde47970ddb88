/// The HTTP server: its settings, its table of routes, and its life from bind to drain.
@NullMarked
package dev.tollgate.adapters.http;

import org.jspecify.annotations.NullMarked;
