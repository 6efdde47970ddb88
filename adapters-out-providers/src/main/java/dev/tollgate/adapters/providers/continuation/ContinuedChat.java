package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.adapters.providers.continuation.Alignment.Verdict;
import dev.tollgate.adapters.providers.json.MalformedJson;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.StreamContinuations.ContinuedStream;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A new answer, told from where the one that was begun stopped. Left at once when it turns out to
/// be another.
final class ContinuedChat implements ContinuedStream {
    private final ReplyStream stream;
    private final Alignment alignment;
    private final ChunkWriter writer;
    private final String provider;
    private final List<Frame> held = new ArrayList<>(0);
    private final ArrayDeque<Frame> ready = new ArrayDeque<>(2);
    private Optional<Step> last = Optional.empty();
    private boolean differs;
    private long received;
    private long repeated;
    private long waiting;

    ContinuedChat(ReplyStream stream, Alignment alignment, ChunkWriter writer, String provider) {
        this.stream = stream;
        this.alignment = alignment;
        this.writer = writer;
        this.provider = provider;
    }

    @Override
    public Step next() {
        while (ready.isEmpty() && last.isEmpty()) {
            switch (stream.next()) {
                case Step.Event(Frame frame) -> {
                    if (!take(frame)) {
                        last = Optional.of(another());
                    }
                }
                case Step.End() ->
                        last = Optional.of(alignment.done() ? new Step.End() : another());
                case Step.Broken broken -> last = Optional.of(broken);
            }
        }
        return ready.isEmpty() ? last.orElseThrow() : new Step.Event(ready.poll());
    }

    /// @return whether the answer may still be the one that was begun
    private boolean take(Frame frame) {
        Chunk chunk;
        try {
            chunk = Chunk.of(frame);
        } catch (MalformedJson _) {
            return false;
        }
        boolean hold = false;
        Map<String, String> texts = new HashMap<>(2);
        for (Chunk.Piece piece : chunk.pieces()) {
            received += piece.text().length();
            switch (alignment.text(piece.said(), piece.text())) {
                case Verdict.Differs() -> {
                    return false;
                }
                case Verdict.Hold() -> {
                    hold = true;
                    waiting += piece.text().length();
                }
                case Verdict.Tell() -> release();
                case Verdict.Drop(int chars) -> {
                    repeated += chars;
                    if (piece.said() == Said.ANSWER) {
                        held.clear();
                        repeated += waiting;
                        waiting = 0;
                    }
                    if (chars > 0) {
                        texts.put(piece.field(), piece.text().substring(chars));
                    }
                }
            }
        }
        if (chunk.ends() || chunk.hasMore()) {
            if (alignment.other() instanceof Verdict.Differs) {
                return false;
            }
            hold = false;
            release();
        }
        if (tells(chunk, texts)) {
            (hold ? held : ready).add(writer.write(chunk, kind(frame, chunk, texts), texts));
        }
        return true;
    }

    private void release() {
        ready.addAll(held);
        held.clear();
        waiting = 0;
    }

    /// Whether something of the chunk is left to be told.
    private boolean tells(Chunk chunk, Map<String, String> texts) {
        if (chunk.ends() || chunk.hasMore() || hasText(chunk, texts)) {
            return true;
        }
        return alignment.done()
                && (chunk.hasUsage()
                        || chunk.hasSecretReasoning()
                        || (chunk.pieces().isEmpty() && !chunk.hasRole()));
    }

    private static boolean hasText(Chunk chunk, Map<String, String> texts) {
        return chunk.pieces().stream()
                .anyMatch(piece -> !texts.getOrDefault(piece.field(), piece.text()).isEmpty());
    }

    private static Frame.Kind kind(Frame frame, Chunk chunk, Map<String, String> texts) {
        boolean emptied =
                frame.kind() == Frame.Kind.CONTENT && !chunk.hasMore() && !hasText(chunk, texts);
        return emptied ? Frame.Kind.OTHER : frame.kind();
    }

    private Step another() {
        differs = true;
        ready.clear();
        stream.close();
        return new Step.Broken(
                ProviderFailure.of(
                        FailureKind.MALFORMED_REPLY,
                        500,
                        provider,
                        "The answer that was to be continued was not taken up."));
    }

    @Override
    public boolean differs() {
        return differs;
    }

    /// Its tokens are as long as each other, as far as one can tell.
    @Override
    public long written() {
        long told = received - repeated - waiting;
        return received == 0 ? 0 : usage().outputTokens() * told / received;
    }

    @Override
    public Usage usage() {
        return stream.usage();
    }

    @Override
    public String answerId() {
        return stream.answerId();
    }

    @Override
    public Frame withCost(Frame event, Function<Usage, Optional<Usd>> cost) {
        return stream.withCost(event, cost);
    }

    @Override
    public void close() {
        stream.close();
    }
}
