package dev.tollgate.adapters.http.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

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

    /// Those, and others that decide on the cost of a call, in any case.
    private static final Set<String> IN_ANY_CASE = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private static final int SIZE = 256;
    private static final String[] NAMES = new String[SIZE];
    private static final byte[][] BYTES = new byte[SIZE][];

    static {
        Collections.addAll(IN_ANY_CASE, USUAL);
        Collections.addAll(
                IN_ANY_CASE,
                "speed",
                "search_parameters",
                "mcp_servers",
                "plugins",
                "litellm_metadata");
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

    /// Some servers read names whatever their case: `MAX_TOKENS` would be a second bound there.
    static void refuseLookAlike(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean small = c >= 'a' && c <= 'z' || c == '_';
            if (!small && IN_ANY_CASE.contains(name)) {
                throw new BadField(
                        name,
                        "Unknown field: '%s'. Names are written in lower case."
                                .formatted(EnvelopeReader.shown(name)));
            }
        }
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
