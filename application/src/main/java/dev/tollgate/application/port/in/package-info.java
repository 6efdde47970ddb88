/// What the outside may ask of the gateway.
@NullMarked
package dev.tollgate.application.port.in;

import org.jspecify.annotations.NullMarked;
