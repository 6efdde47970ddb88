package dev.tollgate.adapters.providers.continuation;

/// What a piece of text in a chunk is.
enum Said {
    ANSWER,
    REASONING
}
