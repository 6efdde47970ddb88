package dev.tollgate.adapters.providers.protocol;

/// Body fields that speak to the gateway and never reach a provider.
public final class GatewayFields {
    private GatewayFields() {}

    public static boolean contains(String name) {
        return switch (name) {
            case "timeout",
                    "request_timeout",
                    "stream_timeout",
                    "num_retries",
                    "max_retries",
                    "max_fallbacks",
                    "cooldown_time",
                    "fallbacks",
                    "context_window_fallbacks",
                    "content_policy_fallbacks",
                    "context_window_fallback_dict",
                    "disable_fallbacks",
                    "include_fallback_errors",
                    "tags",
                    "guardrails",
                    "cache",
                    "caching",
                    "cache_control_injection_points",
                    "drop_params",
                    "additional_drop_params",
                    "allowed_openai_params",
                    "modify_params",
                    "priority",
                    "api_key",
                    "api_base",
                    "base_url",
                    "api_version",
                    "custom_llm_provider",
                    "organization",
                    "user_config",
                    "no-log",
                    "initial_prompt_value",
                    "roles",
                    "final_prompt_value",
                    "bos_token",
                    "eos_token",
                    "hf_model_name",
                    "user_continue_message",
                    "assistant_continue_message",
                    "enforce_validation",
                    "include_server_side_tool_invocations",
                    "prompt_id",
                    "prompt_variables",
                    "prompt_version",
                    "proxy_server_request",
                    "standard_logging_object",
                    "secret_fields",
                    "disable_global_guardrails",
                    "applied_guardrails",
                    "applied_policies",
                    "policy_sources",
                    "merge_reasoning_content_in_choices",
                    "ssl_verify" ->
                    true;
            default ->
                    name.startsWith("litellm_")
                            || name.startsWith("mock_")
                            || name.startsWith("input_cost_per_")
                            || name.startsWith("output_cost_per_");
        };
    }
}
