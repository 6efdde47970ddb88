package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.ModelCall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A stream as a provider sent it, and the call it answers. The caller wants the usage, so that no
/// frame is kept back.
record Recording(String name, String provider, String letter, byte[] bytes) {
    private static final String LETTER =
            "{\"model\":\"g\",\"stream\":true,\"stream_options\":{\"include_usage\":true},%s"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello to the world\"}]}";

    static List<Recording> all() {
        return List.of(
                of("openai-text", "openai", ""),
                of("openai-tools", "openai", ""),
                of("openai-two-choices", "openai", "\"n\":2,"),
                of("openai-no-usage", "openai", ""),
                of("anthropic-text", "anthropic", ""),
                of("anthropic-thinking-and-tools", "anthropic", ""));
    }

    static Recording of(String name, String provider, String field) {
        try (InputStream in = Recording.class.getResourceAsStream("/streams/" + name + ".sse")) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + name);
            }
            return new Recording(name, provider, LETTER.formatted(field), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same with CRLF at the ends of its lines.
    Recording withCrLf() {
        String text = new String(bytes, StandardCharsets.UTF_8).replace("\n", "\r\n");
        return new Recording(
                name + " with CRLF", provider, letter, text.getBytes(StandardCharsets.UTF_8));
    }

    Recording with(byte[] other) {
        return new Recording(name, provider, letter, other);
    }

    boolean openAi() {
        return provider.equals("openai");
    }

    ModelCall call() {
        return Calls.call(Dialect.OPENAI_CHAT, letter, true, true, CallOverrides.NONE);
    }

    Deployments deployment() {
        return Deployments.of(provider).model(openAi() ? "gpt-4o-mini" : "claude-sonnet-4-5");
    }

    @Override
    public String toString() {
        return name;
    }
}
