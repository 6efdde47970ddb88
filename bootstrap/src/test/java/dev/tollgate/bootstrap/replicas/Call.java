package dev.tollgate.bootstrap.replicas;

/// A call somebody makes.
///
/// @param mark what it is known by, to the caller and to the provider
/// @param maxTokens the caller's bound; 0: none
record Call(String mark, String key, int replica, String model, boolean streaming, long maxTokens) {
    Call(String mark, String key, int replica, boolean streaming, long maxTokens) {
        this(mark, key, replica, "greedy", streaming, maxTokens);
    }

    /// The same call once more, under another name.
    Call marked(String another) {
        return new Call(another, key, replica, model, streaming, maxTokens);
    }

    String body() {
        return """
        {"model":"%s","stream":%s,%s"messages":[{"role":"user","content":"%s"}]}\
        """
                .formatted(
                        model,
                        streaming,
                        maxTokens > 0 ? "\"max_tokens\":" + maxTokens + "," : "",
                        mark);
    }
}
