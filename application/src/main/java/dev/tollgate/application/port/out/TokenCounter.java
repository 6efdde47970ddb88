package dev.tollgate.application.port.out;

/// Counts tokens locally.
public interface TokenCounter {
    /// @param model the upstream model; an unknown one is counted by a common tokenizer
    int count(String model, String text);

    /// The tokenizer that `count` uses for the model.
    String tokenizerOf(String model);
}
