/// Which model groups may stand in for another.
@NullMarked
package dev.tollgate.domain.fallback;

import org.jspecify.annotations.NullMarked;
