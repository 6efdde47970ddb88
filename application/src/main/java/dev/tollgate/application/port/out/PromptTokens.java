package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.Letter;

/// Counts the tokens of what a caller sent.
public interface PromptTokens {
    /// An estimate of the prompt's length: messages and tools of a chat, or the longest of several
    /// prompts or inputs, which a model reads one by one.
    ///
    /// @param model the upstream model; an unknown one is counted by a common tokenizer
    long count(String model, Letter letter);

    /// Whether the counts for this provider's models are made with the models' own tokenizer.
    default boolean exactFor(String provider) {
        return false;
    }
}
