/// Tokenizers that run in the gateway itself.
@NullMarked
package dev.tollgate.adapters.providers.tokens;

import org.jspecify.annotations.NullMarked;
