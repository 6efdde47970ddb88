/// How the gateway logs: one line per event, written by one thread that nobody ever waits for.
@NullMarked
package dev.tollgate.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
