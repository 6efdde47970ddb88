package dev.tollgate.bootstrap.e2e;

/// What a provider of OpenAI's dialect says.
final class OpenAiReplies {
    static final String TOOL_CALL =
            """
            {"id":"c","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,
             "message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function",
              "function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]},
             "finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}
            """;

    private static final String HEAD =
            "data:"
                + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",";

    /// Some content, and no end.
    static final String BROKEN_STREAM =
            HEAD
                    + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"},\"finish_reason\":null}]}\n\n";

    static final String TOOL_STREAM =
            tool(
                            "\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]")
                    + tool(
                            "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\"\"}}]")
                    + tool(
                            "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":\\\"Oslo\\\"}\"}}]")
                    + HEAD
                    + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
                    + "data: [DONE]\n\n";

    private OpenAiReplies() {}

    private static String tool(String delta) {
        return HEAD
                + "\"choices\":[{\"index\":0,\"delta\":{"
                + delta
                + "},\"finish_reason\":null}]}\n\n";
    }

    /// A whole answer of twelve tokens.
    static String chat(String text) {
        return """
        {"id":"c","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,
         "message":{"role":"assistant","content":"%s","refusal":null},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}
        """
                .formatted(text);
    }

    /// A whole stream of twelve tokens.
    static String stream(String... pieces) {
        StringBuilder events = new StringBuilder();
        for (String piece : pieces) {
            events.append(HEAD)
                    .append("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"")
                    .append(piece)
                    .append("\"},\"finish_reason\":null}]}\n\n");
        }
        return events.append(HEAD)
                .append("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
                .append(HEAD)
                .append(
                        "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}\n\n")
                .append("data: [DONE]\n\n")
                .toString();
    }
}
