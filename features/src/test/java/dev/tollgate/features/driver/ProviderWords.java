package dev.tollgate.features.driver;

import java.util.ArrayList;
import java.util.List;

/// Answers in the shapes of the providers' own interfaces, told apart by the path.
final class ProviderWords {
    private ProviderWords() {}

    static String whole(Received request, String text, String finish) {
        if (anthropic(request)) {
            return """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":\
            [{"type":"text","text":%s}],"stop_reason":"%s","stop_sequence":null,\
            "usage":{"input_tokens":9,"output_tokens":3}}\
            """
                    .formatted(quoted(text), anthropicReason(finish));
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
            [{"index":0,"text":%s,"finish_reason":"%s"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}\
            """
                    .formatted(quoted(text), finish);
        }
        return """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"upstream","choices":\
        [{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"%s"}],\
        "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}\
        """
                .formatted(quoted(text), finish);
    }

    /// The events of a stream up to, but not including, its end.
    static List<String> words(Received request, String text) {
        List<String> events = new ArrayList<>(beginning(request));
        if (anthropic(request)) {
            events.add(
                    anthropicEvent(
                            "content_block_start",
                            ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        }
        for (String word : text.isEmpty() ? new String[0] : text.split("(?<= )")) {
            events.add(
                    anthropic(request)
                            ? anthropicEvent(
                                    "content_block_delta",
                                    ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                                            + quoted(word)
                                            + "}")
                            : chunk(request, "{\"content\":" + quoted(word) + "}", "null"));
        }
        return events;
    }

    /// The events of a tool call that has just begun.
    static List<String> toolCall(Received request) {
        List<String> events = new ArrayList<>(beginning(request));
        if (anthropic(request)) {
            events.add(
                    anthropicEvent(
                            "content_block_start",
                            ",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                                    + "\"id\":\"toolu_1\",\"name\":\"look_up\",\"input\":{}}"));
            events.add(
                    anthropicEvent(
                            "content_block_delta",
                            ",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                                    + "\"partial_json\":\"{\\\"word\"}"));
        } else {
            events.add(
                    chunk(
                            request,
                            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                                    + "\"function\":{\"name\":\"look_up\",\"arguments\":\"{\"}}]}",
                            "null"));
        }
        return events;
    }

    private static List<String> beginning(Received request) {
        return List.of(
                anthropic(request)
                        ? anthropicEvent(
                                "message_start",
                                """
                                ,"message":{"id":"msg_%s","type":"message","role":"assistant",\
                                "model":"claude","content":[],"usage":\
                                {"input_tokens":9,"output_tokens":0}}\
                                """
                                        .formatted(request.deployment()))
                        : chunk(request, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    }

    /// The events that finish an answer and tell its usage, without the mark of the end.
    static List<String> finish(Received request, String reason) {
        List<String> events = new ArrayList<>();
        if (anthropic(request)) {
            events.add(anthropicEvent("content_block_stop", ",\"index\":0"));
            events.add(
                    anthropicEvent(
                            "message_delta",
                            ",\"delta\":{\"stop_reason\":\"%s\"},\"usage\":{\"output_tokens\":3}"
                                    .formatted(anthropicReason(reason))));
            return events;
        }
        events.add(chunk(request, "{}", quoted(reason)));
        if (request.wantsUsage()) {
            events.add(
                    """
                    data: {"id":"chatcmpl-%s","object":"chat.completion.chunk","created":1,\
                    "model":"model-of-%s","choices":[],"usage":\
                    {"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}

                    """
                            .formatted(request.deployment(), request.deployment()));
        }
        return events;
    }

    /// The mark of the end.
    static String end(Received request) {
        return anthropic(request) ? anthropicEvent("message_stop", "") : "data: [DONE]\n\n";
    }

    static String errorEvent(Received request) {
        return anthropic(request)
                ? anthropicEvent(
                        "error",
                        ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}")
                : "data: {\"error\":{\"message\":\"broken inside\",\"type\":\"server_error\","
                        + "\"code\":500}}\n\n";
    }

    static String garbage(Received request) {
        return anthropic(request)
                ? "event: content_block_delta\ndata: {\"type\":\"content_bl\n\n"
                : "data: {\"choices\": [oops\n\n";
    }

    private static String chunk(Received request, String delta, String finish) {
        return """
        data: {"id":"chatcmpl-%s","object":"chat.completion.chunk","created":1,\
        "model":"model-of-%s","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
                .formatted(request.deployment(), request.deployment(), delta, finish);
    }

    private static String anthropicEvent(String type, String rest) {
        return "event: %s\ndata: {\"type\":\"%s\"%s}\n\n".formatted(type, type, rest);
    }

    private static String anthropicReason(String finish) {
        return finish.equals("content_filter") ? "refusal" : "end_turn";
    }

    private static boolean anthropic(Received request) {
        return request.path().contains("/messages");
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
