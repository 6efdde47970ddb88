/// What was spent, to be asked for.
@NullMarked
package dev.tollgate.application.port.in.spend;

import org.jspecify.annotations.NullMarked;
