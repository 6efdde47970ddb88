package dev.tollgate.adapters.providers.openai;

import java.util.Set;

/// OpenAI's own request parameters.
final class KnownParams {
    /// Chat parameters that a provider may lack.
    static final Set<String> OPTIONAL =
            Set.of(
                    "temperature",
                    "top_p",
                    "n",
                    "stream",
                    "stream_options",
                    "stop",
                    "max_tokens",
                    "max_completion_tokens",
                    "modalities",
                    "prediction",
                    "audio",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "user",
                    "response_format",
                    "seed",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "functions",
                    "function_call",
                    "logprobs",
                    "top_logprobs",
                    "reasoning_effort",
                    "verbosity",
                    "thinking",
                    "web_search_options",
                    "service_tier",
                    "prompt_cache_key",
                    "prompt_cache_retention",
                    "safety_identifier",
                    "store",
                    "metadata",
                    "context_management");

    /// What makes no sense in a call for embeddings.
    static final Set<String> CHAT_ONLY =
            Set.of(
                    "temperature",
                    "top_p",
                    "n",
                    "stream",
                    "stream_options",
                    "stop",
                    "max_tokens",
                    "max_completion_tokens",
                    "modalities",
                    "prediction",
                    "audio",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "response_format",
                    "seed",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "functions",
                    "function_call",
                    "logprobs",
                    "top_logprobs",
                    "reasoning_effort",
                    "verbosity",
                    "thinking",
                    "web_search_options");

    private KnownParams() {}
}
