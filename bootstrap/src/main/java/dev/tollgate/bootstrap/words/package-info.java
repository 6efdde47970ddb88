/// Guessing the name that was meant, for every "did you mean".
@NullMarked
package dev.tollgate.bootstrap.words;

import org.jspecify.annotations.NullMarked;
