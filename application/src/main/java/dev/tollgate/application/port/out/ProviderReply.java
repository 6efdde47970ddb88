package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

/// How an attempt ended, or how its stream begins.
public sealed interface ProviderReply {
    /// A whole, usable answer (status 200).
    ///
    /// @param refused whether the provider's content filter ended it (`content_filter` in a choice)
    /// @param id what the body calls itself (`chatcmpl-…`, `msg_…`); empty if it has no such name
    record Whole(HeaderLines headers, byte[] body, Usage usage, boolean refused, String id)
            implements ProviderReply {
        /// An answer that nobody refused and that has no name.
        public Whole(HeaderLines headers, byte[] body, Usage usage) {
            this(headers, body, usage, false, "");
        }
    }

    /// A stream whose head has arrived. Whoever takes it closes it.
    record Streaming(HeaderLines headers, ReplyStream stream) implements ProviderReply {}

    /// Nothing was sent: the provider cannot be asked this, or not in this way. Says nothing of how
    /// it is doing.
    record NotAsked(ProviderFailure failure) implements ProviderReply {}

    /// The provider failed, or did not want to.
    ///
    /// @param usage what the attempt used all the same: an attempt that was given up after its
    ///   request was sent is billed, by estimate
    record Failed(ProviderFailure failure, Usage usage) implements ProviderReply {
        /// A failure that used nothing.
        public Failed(ProviderFailure failure) {
            this(failure, Usage.NONE);
        }
    }
}
