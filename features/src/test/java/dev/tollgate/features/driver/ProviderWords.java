package dev.tollgate.features.driver;

import java.util.ArrayList;
import java.util.List;

/// Answers in the shapes of the providers' own interfaces, told apart by the path.
final class ProviderWords {
    private ProviderWords() {}

    static String whole(Received request, String text) {
        if (anthropic(request)) {
            return """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":\
            [{"type":"text","text":%s}],"stop_reason":"end_turn","stop_sequence":null,\
            "usage":{"input_tokens":9,"output_tokens":3}}\
            """
                    .formatted(quoted(text));
        }
        if (request.path().contains("/embeddings")) {
            return """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-0.5]}],\
            "model":"upstream","usage":{"prompt_tokens":4,"total_tokens":4}}\
            """;
        }
        if (!request.path().contains("/chat/")) {
            return """
            {"id":"cmpl-1","object":"text_completion","created":1,"model":"upstream","choices":\
            [{"index":0,"text":%s,"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}\
            """
                    .formatted(quoted(text));
        }
        return """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"upstream","choices":\
        [{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}\
        """
                .formatted(quoted(text));
    }

    /// The events of a stream up to, but not including, its end.
    static List<String> words(Received request, String text) {
        List<String> events = new ArrayList<>();
        if (anthropic(request)) {
            events.add(
                    anthropicEvent(
                            "message_start",
                            """
                            ,"message":{"id":"msg_1","type":"message","role":"assistant",\
                            "model":"claude","content":[],"usage":\
                            {"input_tokens":9,"output_tokens":0}}\
                            """));
            events.add(
                    anthropicEvent(
                            "content_block_start",
                            ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        } else {
            events.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        }
        for (String word : text.isEmpty() ? new String[0] : text.split("(?<= )")) {
            events.add(
                    anthropic(request)
                            ? anthropicEvent(
                                    "content_block_delta",
                                    ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                                            + quoted(word)
                                            + "}")
                            : chunk("{\"content\":" + quoted(word) + "}", "null"));
        }
        return events;
    }

    /// The events that end a stream in good order.
    static List<String> end(Received request) {
        if (anthropic(request)) {
            return List.of(
                    anthropicEvent("content_block_stop", ",\"index\":0"),
                    anthropicEvent(
                            "message_delta",
                            ",\"delta\":{\"stop_reason\":\"end_turn\"},"
                                    + "\"usage\":{\"output_tokens\":3}"),
                    anthropicEvent("message_stop", ""));
        }
        List<String> events = new ArrayList<>();
        events.add(chunk("{}", "\"stop\""));
        if (request.wantsUsage()) {
            events.add(
                    """
                    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,\
                    "model":"upstream","choices":[],"usage":\
                    {"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}

                    """);
        }
        events.add("data: [DONE]\n\n");
        return events;
    }

    static String errorEvent(Received request) {
        return anthropic(request)
                ? anthropicEvent(
                        "error",
                        ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}")
                : "data: {\"error\":{\"message\":\"broken inside\",\"type\":\"server_error\","
                        + "\"code\":500}}\n\n";
    }

    private static String chunk(String delta, String finish) {
        return """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,\
        "model":"upstream","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
                .formatted(delta, finish);
    }

    private static String anthropicEvent(String type, String rest) {
        return "event: %s\ndata: {\"type\":\"%s\"%s}\n\n".formatted(type, type, rest);
    }

    private static boolean anthropic(Received request) {
        return request.path().contains("/messages");
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
