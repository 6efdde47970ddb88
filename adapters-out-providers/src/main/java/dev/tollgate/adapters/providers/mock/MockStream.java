package dev.tollgate.adapters.providers.mock;

import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.json.UsageCost;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.Frame.Kind;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Plays prepared events.
final class MockStream implements ReplyStream {
    private final List<String> chunks;
    private final Usage usage;
    private final String answerId;
    private int next;

    MockStream(List<String> chunks, Usage usage, String answerId) {
        this.chunks = chunks;
        this.usage = usage;
        this.answerId = answerId;
    }

    @Override
    public Step next() {
        if (next == chunks.size()) {
            return new Step.End();
        }
        String chunk = chunks.get(next++);
        Kind kind =
                chunk.contains("\"finish_reason\":\"stop\"")
                        ? Kind.FINISH
                        : chunk.contains("\"choices\":[]") ? Kind.OTHER : Kind.CONTENT;
        return new Step.Event(Frame.of(JsonText.bytes("data: " + chunk + "\n\n"), kind));
    }

    @Override
    public Usage usage() {
        return next == 0 ? Usage.NONE : usage;
    }

    @Override
    public String answerId() {
        return answerId;
    }

    @Override
    public Frame withCost(Frame event, Function<Usage, Optional<Usd>> cost) {
        return UsageCost.in(event, () -> cost.apply(usage));
    }

    @Override
    public void close() {}
}
