/// From a caller's bytes to a call: the few fields the gateway decides on are read, the place of
/// every top-level field is noted, and the rest is checked to be JSON and skipped.
@NullMarked
package dev.tollgate.adapters.http.envelope;

import org.jspecify.annotations.NullMarked;
