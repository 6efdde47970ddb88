/// One immutable snapshot of everything that configuration decides; a call uses one from start to
/// end.
@NullMarked
package dev.tollgate.application.setup;

import org.jspecify.annotations.NullMarked;
