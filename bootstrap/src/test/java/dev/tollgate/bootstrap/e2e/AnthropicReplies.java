package dev.tollgate.bootstrap.e2e;

/// What Anthropic's Messages API says.
final class AnthropicReplies {
    static final String TOOL_CALL =
            """
            {"id":"m","type":"message","role":"assistant","model":"claude-sonnet-4-5",
             "content":[{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Oslo"}}],
             "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":3}}
            """;

    private static final String START =
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}

            """;

    private static final String TEXT =
            """
            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            """;

    static final String TOOL_STREAM =
            START
                    + """
                    event: content_block_start
                    data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t1","name":"weather","input":{}}}

                    event: content_block_delta
                    data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\""}}

                    event: content_block_delta
                    data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":":\\"Oslo\\"}"}}

                    """
                    + end("tool_use");

    /// Some content, and no end.
    static final String BROKEN_STREAM = START + TEXT + delta("Bon");

    private AnthropicReplies() {}

    /// A whole answer of twelve tokens.
    static String chat(String text) {
        return """
        {"id":"m","type":"message","role":"assistant","model":"claude-sonnet-4-5",
         "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,
         "usage":{"input_tokens":9,"output_tokens":3}}
        """
                .formatted(text);
    }

    /// A whole stream of twelve tokens.
    static String stream(String... pieces) {
        StringBuilder events = new StringBuilder(START).append(TEXT);
        for (String piece : pieces) {
            events.append(delta(piece));
        }
        return events.append(end("end_turn")).toString();
    }

    private static String delta(String text) {
        return """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"%s"}}

        """
                .formatted(text);
    }

    private static String end(String reason) {
        return """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":null},"usage":{"output_tokens":3}}

        event: message_stop
        data: {"type":"message_stop"}

        """
                .formatted(reason);
    }
}
