package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.anthropic.AnthropicProtocol;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.openai.OpenAiAddress;
import dev.tollgate.adapters.providers.openai.OpenAiProtocol;
import dev.tollgate.adapters.providers.protocol.Protocol;
import dev.tollgate.adapters.providers.sse.SseReader;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Plays recorded bytes to the engine's own reading of streams, without a socket.
final class Replay {
    private static final InstantSource NOW =
            InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));
    private static final Protocol OPENAI =
            new OpenAiProtocol(ProviderDirectory.load(), new OpenAiAddress());
    private static final Protocol ANTHROPIC = new AnthropicProtocol(NOW);
    private static final Upstreams.Upstream NOWHERE =
            new Upstreams(EngineOptions.DEFAULTS, List.of())
                    .find(URI.create("http://nowhere.test/v1"), true);

    private Replay() {}

    /// How the bytes end.
    enum Ending {
        CLOSED,
        RESET,
        /// nothing more comes, and the clock that runs runs out
        STALLED
    }

    /// What the caller gets.
    ///
    /// @param failure empty where the stream ended as whole
    record Outcome(List<Piece> frames, Optional<ProviderFailure> failure, Usage usage) {
        boolean whole() {
            return failure.isEmpty();
        }

        /// What belongs to the answer itself.
        List<Piece> answer() {
            return frames.stream().filter(f -> f.kind() != Frame.Kind.OTHER).toList();
        }

        boolean beginsWith(List<Piece> some) {
            return some.size() <= frames.size() && frames.subList(0, some.size()).equals(some);
        }
    }

    record Piece(String text, Frame.Kind kind) {}

    static Outcome whole(Recording recording) {
        return of(recording, recording.bytes().length, Ending.CLOSED, new Random(1));
    }

    /// Plays the first `length` bytes, in pieces as chance will have them.
    static Outcome of(Recording recording, int length, Ending ending, Random chance) {
        Exchange exchange =
                new Exchange(
                        new Deadlines(),
                        System.nanoTime(),
                        Engine.limits(Duration.ofHours(1), Duration.ofHours(2)),
                        true);
        InputStream in = new Played(recording.bytes(), length, ending, exchange, chance);
        Protocol protocol = recording.openAi() ? OPENAI : ANTHROPIC;
        try (ReplyStream stream =
                new HttpReplyStream(
                        exchange,
                        new Attempt(exchange, NOWHERE),
                        in,
                        new SseReader(in, 1 << 20),
                        protocol.stream(recording.call(), recording.deployment().settings()),
                        recording.provider(),
                        0,
                        new PromptEstimate(new Engine.Words(), "m", recording.call().letter()),
                        () -> {})) {
            return drain(stream);
        }
    }

    static Outcome drain(ReplyStream stream) {
        List<Piece> frames = new ArrayList<>();
        while (true) {
            switch (stream.next()) {
                case Step.Event(Frame frame) ->
                        frames.add(
                                new Piece(
                                        new String(
                                                frame.bytes(),
                                                frame.offset(),
                                                frame.length(),
                                                StandardCharsets.ISO_8859_1),
                                        frame.kind()));
                case Step.End() -> {
                    return new Outcome(frames, Optional.empty(), stream.usage());
                }
                case Step.Broken(ProviderFailure failure) -> {
                    return new Outcome(frames, Optional.of(failure), stream.usage());
                }
            }
        }
    }

    private static final class Played extends InputStream {
        private final byte[] bytes;
        private final int length;
        private final Ending ending;
        private final Exchange exchange;
        private final Random chance;
        private int next;

        Played(byte[] bytes, int length, Ending ending, Exchange exchange, Random chance) {
            this.bytes = bytes;
            this.length = length;
            this.ending = ending;
            this.exchange = exchange;
            this.chance = chance;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int most) throws IOException {
            if (next == length) {
                return end();
            }
            int count = Math.min(Math.min(most, length - next), 1 + chance.nextInt(400));
            System.arraycopy(bytes, next, target, offset, count);
            next += count;
            return count;
        }

        private int end() throws IOException {
            switch (ending) {
                case CLOSED -> {
                    return -1;
                }
                case RESET -> throw new IOException("reset");
                case STALLED -> {
                    exchange.expireAt(System.nanoTime() + Duration.ofHours(3).toNanos());
                    throw new IOException("closed by its own side");
                }
            }
            throw new IllegalStateException("no ending");
        }
    }
}
