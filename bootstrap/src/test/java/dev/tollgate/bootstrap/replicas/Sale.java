package dev.tollgate.bootstrap.replicas;

/// What the provider did for one request that reached it, by its own count.
///
/// @param mark the call it was asked in
/// @param answer the id of the answer
/// @param inputTokens tokens of the prompt
/// @param outputTokens tokens of the answer
record Sale(String mark, String answer, long inputTokens, long outputTokens) {
    /// Nano-dollars a token of a prompt, and one of an answer.
    static final long INPUT_PRICE = 10;

    static final long OUTPUT_PRICE = 10_000;

    /// Its price in nano-dollars.
    long nanos() {
        return inputTokens * INPUT_PRICE + outputTokens * OUTPUT_PRICE;
    }
}
