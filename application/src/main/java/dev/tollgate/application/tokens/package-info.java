/// Counting tokens without a provider's help.
@NullMarked
package dev.tollgate.application.tokens;

import org.jspecify.annotations.NullMarked;
