package dev.tollgate.domain.call;

/// The wire language a [Letter] is written in. A provider that speaks the caller's dialect gets the
/// letter unopened; any other gets a translation.
public enum Dialect {
    OPENAI_CHAT,
    OPENAI_COMPLETIONS,
    OPENAI_EMBEDDINGS;

    /// Whether a model writes an answer, whose length can be bounded.
    public boolean writes() {
        return this != OPENAI_EMBEDDINGS;
    }
}
