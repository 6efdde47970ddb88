/// The gateway's behaviour as examples that run: one suite over HTTP and one in process.
@NullMarked
package dev.tollgate.features;

import org.jspecify.annotations.NullMarked;
