/// What the engine that talks HTTP asks of each provider's protocol: requests, answers, events and
/// errors as bytes.
@NullMarked
package dev.tollgate.adapters.providers.protocol;

import org.jspecify.annotations.NullMarked;
