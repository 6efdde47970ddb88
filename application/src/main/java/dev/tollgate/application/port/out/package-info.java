/// What the gateway needs from the outside.
@NullMarked
package dev.tollgate.application.port.out;

import org.jspecify.annotations.NullMarked;
