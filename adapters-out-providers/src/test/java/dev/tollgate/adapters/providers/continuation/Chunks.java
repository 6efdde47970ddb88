package dev.tollgate.adapters.providers.continuation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.usage.Usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Chunks of streamed chat answers as providers send them, and what a client reads in them.
final class Chunks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Chunks() {}

    static Frame role(String id) {
        return chunk(id, "{\"role\":\"assistant\",\"content\":\"\"}", "null", Frame.Kind.OTHER);
    }

    /// @param json the text as a JSON string, quotes left out
    static Frame content(String id, String json) {
        return chunk(id, "{\"content\":\"" + json + "\"}", "null", Frame.Kind.CONTENT);
    }

    static Frame reasoning(String id, String json) {
        return chunk(id, "{\"reasoning_content\":\"" + json + "\"}", "null", Frame.Kind.CONTENT);
    }

    static Frame finish(String id) {
        return chunk(id, "{}", "\"stop\"", Frame.Kind.FINISH);
    }

    static Frame chunk(String id, String delta, String reason, Frame.Kind kind) {
        return data(
                "{\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                        .formatted(id, id.hashCode() & 0xFFFF, "model-of-" + id, delta, reason),
                kind);
    }

    static Frame usage(String id, long prompt, long completion) {
        return data(
                "{\"id\":\"%s\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":3}}}"
                        .formatted(id, prompt, completion, prompt + completion),
                Frame.Kind.OTHER);
    }

    static Frame data(String json, Frame.Kind kind) {
        return Frame.of(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8), kind);
    }

    /// The chunk as a client parses it.
    static JsonNode read(Frame frame) {
        String event =
                new String(frame.bytes(), frame.offset(), frame.length(), StandardCharsets.UTF_8);
        try {
            return JSON.readTree(event.substring("data: ".length(), event.length() - 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(List<Frame> frames) {
        StringBuilder text = new StringBuilder();
        for (Frame frame : frames) {
            text.append(read(frame).at("/choices/0/delta/content").asText(""));
        }
        return text.toString();
    }

    static String quoted(String text) {
        try {
            String json = JSON.writeValueAsString(text);
            return json.substring(1, json.length() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything up to the end or the break.
    static List<Frame> drain(ReplyStream stream) {
        List<Frame> frames = new ArrayList<>();
        while (stream.next() instanceof ReplyStream.Step.Event(Frame frame)) {
            frames.add(frame);
        }
        return frames;
    }

    /// A stream that ends behind these frames.
    static final class Playing implements ReplyStream {
        private final Deque<Frame> frames;
        private boolean closed;

        Playing(List<Frame> frames) {
            this.frames = new ArrayDeque<>(frames);
        }

        @Override
        public Step next() {
            return frames.isEmpty() ? new Step.End() : new Step.Event(frames.poll());
        }

        @Override
        public Usage usage() {
            return Usage.of(1, 100);
        }

        @Override
        public String answerId() {
            return "";
        }

        @Override
        public void close() {
            closed = true;
        }

        boolean closed() {
            return closed;
        }

        int left() {
            return frames.size();
        }
    }
}
