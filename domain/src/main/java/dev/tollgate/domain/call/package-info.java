/// One call as the gateway sees it: the envelope ([ModelCall]) around the caller's unopened
/// [Letter].
@NullMarked
package dev.tollgate.domain.call;

import org.jspecify.annotations.NullMarked;
