package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

/// How an attempt ended, or how its stream begins.
public sealed interface ProviderReply {
    /// A whole, usable answer (status 200).
    record Whole(HeaderLines headers, byte[] body, Usage usage) implements ProviderReply {}

    /// A stream whose head has arrived. Whoever takes it closes it.
    record Streaming(HeaderLines headers, ReplyStream stream) implements ProviderReply {}

    record Failed(ProviderFailure failure) implements ProviderReply {}
}
