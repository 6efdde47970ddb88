package dev.tollgate.features.driver;

import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.client.Gateway;
import dev.tollgate.bootstrap.client.GatewayException;
import dev.tollgate.bootstrap.client.RawStream;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.domain.call.Dialect;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// Callers in the same process: no socket between them and the gateway.
public final class InProcessDriver implements GatewayDriver {
    private final AtomicLong calls = new AtomicLong();
    private @Nullable Gateway gateway;

    @Override
    public void open(Composition composition, CheckedSettings settings) {
        gateway = Gateway.over(composition.calls(), () -> "call-" + calls.incrementAndGet());
    }

    @Override
    public Answer chat(String letter) {
        byte[] bytes = letter.getBytes(StandardCharsets.UTF_8);
        Gateway running = Objects.requireNonNull(gateway, "the gateway has not been started");
        try {
            if (letter.contains("\"stream\":true")) {
                return stream(running.rawStream(Dialect.OPENAI_CHAT, bytes));
            }
            byte[] body = running.raw(Dialect.OPENAI_CHAT, bytes);
            String text = new String(body, StandardCharsets.UTF_8);
            return new Answer(200, Map.of(), text, Answer.Ending.WHOLE);
        } catch (GatewayException e) {
            long wait = e.retryAfter().map(InProcessDriver::seconds).orElse(-1L);
            return new Answer(e.status(), Map.of(), e.getMessage(), Answer.Ending.WHOLE, wait);
        }
    }

    /// Whole seconds, begun ones included, as the header over HTTP says them.
    private static long seconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }

    private static Answer stream(RawStream stream) {
        StringBuilder body = new StringBuilder();
        try (stream) {
            for (byte[] frame : stream) {
                body.append(new String(frame, StandardCharsets.UTF_8));
            }
        } catch (GatewayException.StreamBroken _) {
            return new Answer(200, Map.of(), body.toString(), Answer.Ending.BROKEN);
        }
        return new Answer(200, Map.of(), body.toString(), Answer.Ending.STREAMED);
    }

    @Override
    public HttpDriver http() {
        throw new IllegalStateException("this scenario is about HTTP: tag it @http");
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
