package dev.tollgate.adapters.providers.mock;

import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Answers with a configured text. Three texts name failures instead.
public final class MockReplies {
    private static final Usage USAGE = Usage.of(10, 20);
    private static final int PIECE = 3;
    private static final int DIMENSION = 8;

    private final InstantSource clock;
    private final Supplier<String> ids;

    /// @param ids makes the unique part of an answer's id
    public MockReplies(InstantSource clock, Supplier<String> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    public ProviderReply answer(ModelCall call, DeploymentSettings settings) {
        String text = settings.mockResponse();
        return switch (text) {
            case "litellm.RateLimitError" ->
                    failed(
                            settings,
                            FailureKind.RATE_LIMIT,
                            429,
                            "this is a mock rate limit error");
            case "litellm.ContextWindowExceededError" ->
                    failed(
                            settings,
                            FailureKind.CONTEXT_WINDOW,
                            400,
                            "this is a mock context window exceeded error");
            case "litellm.InternalServerError" ->
                    failed(
                            settings,
                            FailureKind.INTERNAL,
                            500,
                            "this is a mock internal server error");
            default -> {
                Writer writer = new Writer(call, clock.millis() / 1000, ids.get());
                yield call.streaming() && call.dialect() != Dialect.OPENAI_EMBEDDINGS
                        ? new ProviderReply.Streaming(
                                HeaderLines.NONE,
                                new MockStream(
                                        writer.chunks(text, call.streamUsage()),
                                        USAGE,
                                        writer.answerId()))
                        : new ProviderReply.Whole(
                                HeaderLines.NONE,
                                JsonText.bytes(writer.whole(text)),
                                call.dialect() == Dialect.OPENAI_EMBEDDINGS
                                        ? Usage.of(10, 0)
                                        : USAGE,
                                false,
                                writer.answerId());
            }
        };
    }

    private static ProviderReply failed(
            DeploymentSettings settings, FailureKind kind, int status, String message) {
        return new ProviderReply.Failed(
                ProviderFailure.of(kind, status, settings.provider(), message));
    }

    /// Writes one answer in the caller's dialect.
    private record Writer(ModelCall call, long created, String id) {
        private static final String USAGE_JSON =
                "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30}";

        /// Empty where answers have none.
        String answerId() {
            return switch (call.dialect()) {
                case OPENAI_CHAT -> "chatcmpl-" + id;
                case OPENAI_COMPLETIONS -> "cmpl-" + id;
                case OPENAI_EMBEDDINGS -> "";
            };
        }

        String whole(String text) {
            String quoted = JsonText.quote(text);
            String model = JsonText.quote(call.model());
            return switch (call.dialect()) {
                case OPENAI_CHAT ->
                        "{\"id\":\"%s\",\"object\":\"chat.completion\",\"created\":%d,\"model\":%s,\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":%s},\"finish_reason\":\"stop\"}],%s}"
                                .formatted(answerId(), created, model, quoted, USAGE_JSON);
                case OPENAI_COMPLETIONS ->
                        "{\"id\":\"%s\",\"object\":\"text_completion\",\"created\":%d,\"model\":%s,\"choices\":[{\"index\":0,\"text\":%s,\"logprobs\":null,\"finish_reason\":\"stop\"}],%s}"
                                .formatted(answerId(), created, model, quoted, USAGE_JSON);
                case OPENAI_EMBEDDINGS ->
                        "{\"object\":\"list\",\"model\":%s,\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[%s]}],\"usage\":{\"prompt_tokens\":10,\"total_tokens\":10}}"
                                .formatted(model, vector(text));
            };
        }

        /// The events of a stream: the text in pieces of three characters, the finish reason, and
        /// the usage if the caller wants it.
        List<String> chunks(String text, boolean usage) {
            List<String> chunks = new ArrayList<>();
            int start = 0;
            while (start < text.length()) {
                int end = Math.min(text.length(), start + PIECE);
                if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                    end++;
                }
                chunks.add(chunk(text.substring(start, end), start == 0, "null"));
                start = end;
            }
            chunks.add(chunk("", chunks.isEmpty(), "\"stop\""));
            if (usage) {
                chunks.add(envelope("[]," + USAGE_JSON));
            }
            return chunks;
        }

        private String chunk(String piece, boolean first, String reason) {
            String quoted = JsonText.quote(piece);
            String choice;
            if (call.dialect() == Dialect.OPENAI_COMPLETIONS) {
                choice = "\"text\":" + quoted + ",\"logprobs\":null";
            } else if (first) {
                choice = "\"delta\":{\"role\":\"assistant\",\"content\":" + quoted + "}";
            } else {
                choice = "\"delta\":" + (piece.isEmpty() ? "{}" : "{\"content\":" + quoted + "}");
            }
            return envelope("[{\"index\":0,%s,\"finish_reason\":%s}]".formatted(choice, reason));
        }

        private String envelope(String choicesAndMore) {
            boolean text = call.dialect() == Dialect.OPENAI_COMPLETIONS;
            return "{\"id\":\"%s\",\"object\":\"%s\",\"created\":%d,\"model\":%s,\"choices\":%s}"
                    .formatted(
                            answerId(),
                            text ? "text_completion" : "chat.completion.chunk",
                            created,
                            JsonText.quote(call.model()),
                            choicesAndMore);
        }

        /// A vector that depends on the text and nothing else.
        private static String vector(String text) {
            StringBuilder out = new StringBuilder();
            int seed = text.hashCode();
            for (int i = 0; i < DIMENSION; i++) {
                seed = seed * 1_103_515_245 + 12_345;
                out.append(i > 0 ? "," : "")
                        .append(String.format(Locale.ROOT, "%.4f", (seed >>> 16) / 65_536.0));
            }
            return out.toString();
        }
    }
}
