package dev.tollgate.adapters.providers.catalogue;

import java.util.Map;

/// The provider names that stand for one and the same house: routes of one provider that users
/// write with different prefixes, and groups under which the catalogue lists one provider's models.
final class Families {
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("ai21_chat", "ai21"),
                    Map.entry("amazon-nova", "amazon_nova"),
                    Map.entry("anthropic_text", "anthropic"),
                    Map.entry("azure_text", "azure"),
                    Map.entry("bedrock_converse", "bedrock"),
                    Map.entry("cohere_chat", "cohere"),
                    Map.entry("fireworks_ai-embedding-models", "fireworks_ai"),
                    Map.entry("ollama_chat", "ollama"),
                    Map.entry("sagemaker_chat", "sagemaker"),
                    Map.entry("text-completion-openai", "openai"),
                    Map.entry("vertex_ai_beta", "vertex_ai"),
                    Map.entry("watsonx_text", "watsonx"));

    private Families() {}

    static String ofProvider(String provider) {
        return provider.startsWith("vertex_ai-")
                ? "vertex_ai"
                : ALIASES.getOrDefault(provider, provider);
    }

    /// The name without the provider's prefix.
    static String bare(String family, String name) {
        int slash = name.indexOf('/');
        boolean prefixed = slash > 0 && ofProvider(name.substring(0, slash)).equals(family);
        return prefixed ? name.substring(slash + 1) : name;
    }
}
