/// The request log: one line per call.
@NullMarked
package dev.tollgate.bootstrap.requestlog;

import org.jspecify.annotations.NullMarked;
