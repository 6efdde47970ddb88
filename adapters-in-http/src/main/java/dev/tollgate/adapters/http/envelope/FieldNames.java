package dev.tollgate.adapters.http.envelope;

import java.nio.charset.StandardCharsets;

/// The names that top-level fields usually have, so that reading a request makes no new string for
/// them.
final class FieldNames {
    private static final String[] USUAL = {
        "additional_drop_params",
        "allowed_openai_params",
        "api_base",
        "api_key",
        "api_version",
        "audio",
        "base_url",
        "best_of",
        "content_policy_fallbacks",
        "context_window_fallbacks",
        "dimensions",
        "disable_fallbacks",
        "drop_params",
        "echo",
        "encoding_format",
        "extra_body",
        "extra_headers",
        "fallbacks",
        "frequency_penalty",
        "function_call",
        "functions",
        "input",
        "logit_bias",
        "logprobs",
        "max_completion_tokens",
        "max_tokens",
        "messages",
        "metadata",
        "mock_response",
        "modalities",
        "model",
        "n",
        "num_retries",
        "parallel_tool_calls",
        "prediction",
        "presence_penalty",
        "prompt",
        "prompt_cache_key",
        "reasoning_effort",
        "request_timeout",
        "response_format",
        "safety_identifier",
        "seed",
        "service_tier",
        "stop",
        "store",
        "stream",
        "stream_options",
        "stream_timeout",
        "suffix",
        "tags",
        "temperature",
        "thinking",
        "timeout",
        "tool_choice",
        "tools",
        "top_k",
        "top_logprobs",
        "top_p",
        "user",
        "verbosity",
        "web_search_options"
    };
    private static final int SIZE = 256;
    private static final String[] NAMES = new String[SIZE];
    private static final byte[][] BYTES = new byte[SIZE][];

    static {
        for (String name : USUAL) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            int slot = slot(bytes, 0, bytes.length);
            while (NAMES[slot] != null) {
                slot = (slot + 1) % SIZE;
            }
            NAMES[slot] = name;
            BYTES[slot] = bytes;
        }
    }

    private FieldNames() {}

    /// The name between the quotes at `start` and before `behind`.
    static String read(JsonScanner scanner, byte[] bytes, int start, int behind) {
        int from = start + 1;
        int length = behind - 1 - from;
        for (int slot = slot(bytes, from, length); NAMES[slot] != null; slot = (slot + 1) % SIZE) {
            if (same(BYTES[slot], bytes, from, length)) {
                return NAMES[slot];
            }
        }
        return scanner.text(start, behind);
    }

    private static boolean same(byte[] name, byte[] bytes, int from, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(byte[] bytes, int from, int length) {
        int hash = length;
        for (int i = 0; i < Math.min(length, 32); i++) {
            hash = hash * 31 + bytes[from + i];
        }
        return (hash ^ hash >>> 8) & (SIZE - 1);
    }
}
