package dev.tollgate.application.port.in;

/// Counts the tokens of a text as a model would, without asking its provider.
public interface CountTokens {
    /// @param model the model group asked for
    /// @param messages how many chat messages the text stands for; 0 for a bare prompt
    Count count(String model, String text, int messages);

    /// @param upstreamModel the model the count is for
    /// @param tokenizer the tokenizer used
    record Count(int tokens, String upstreamModel, String tokenizer) {}
}
