package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.http.Replay.Ending;
import dev.tollgate.adapters.providers.http.Replay.Outcome;
import dev.tollgate.adapters.providers.http.Replay.Piece;
import dev.tollgate.adapters.providers.http.ScriptedServer.Peer;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Streams over real connections, in chunks as chance will have them, that end at every byte of
/// what goes over the wire: the connection is closed, is reset, or says nothing more.
@Timeout(240)
class StreamFaultsIT {
    private static final Pattern CREATED = Pattern.compile("\"created\":\\d+");
    private static final int AT_ONCE = 128;
    private static final AttemptLimits IMPATIENT =
            new AttemptLimits(
                    Duration.ofMillis(250),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofMillis(500));

    static Stream<Recording> recordings() {
        return Stream.of(
                Recording.of("openai-no-usage", "openai", ""),
                Recording.of("openai-tools", "openai", "").withCrLf(),
                Recording.of("anthropic-text", "anthropic", ""));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void an_answer_is_whole_or_broken_wherever_its_connection_ends(Recording recording)
            throws Exception {
        Outcome all = timeless(Replay.whole(recording));
        for (Ending ending : Ending.values()) {
            int seed = ending.ordinal();
            byte[] wire = chunked(recording.bytes(), new Random(seed));
            List<Outcome> outcomes = played(recording, wire, ending, seed);

            for (Outcome outcome : outcomes) {
                assertThat(all.beginsWith(outcome.frames()))
                        .as("%s, seed %d: %s", ending, seed, outcome)
                        .isTrue();
                if (outcome.whole()) {
                    assertThat(outcome.answer())
                            .as("%s, seed %d", ending, seed)
                            .isEqualTo(all.answer());
                }
            }
            assertThat(outcomes.stream().filter(o -> !o.whole()).count())
                    .as("%s: most bytes belong to the answer", ending)
                    .isGreaterThan(wire.length / 2);
            assertThat(outcomes.stream().mapToInt(o -> o.frames().size()).max().orElse(0))
                    .as("%s: something came", ending)
                    .isPositive();
        }
    }

    /// One try for each number of bytes from none to all, as a server counts them.
    private static List<Outcome> played(Recording recording, byte[] wire, Ending ending, int seed)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    while (peer.read()) {
                                        int length = next.getAndIncrement();
                                        say(peer, Arrays.copyOf(wire, length), seed + length);
                                        end(peer, ending);
                                    }
                                });
                Engine engine = new Engine(recording.deployment().base(server.base()));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AttemptLimits limits = ending == Ending.STALLED ? IMPATIENT : Engine.PATIENT;
            Semaphore turns = new Semaphore(AT_ONCE);
            List<Future<Outcome>> tries = new ArrayList<>();
            for (int i = 0; i <= wire.length; i++) {
                turns.acquire();
                tries.add(
                        threads.submit(
                                () -> {
                                    try {
                                        return ask(engine, recording, limits);
                                    } finally {
                                        turns.release();
                                    }
                                }));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> done : tries) {
                outcomes.add(timeless(done.get()));
            }
            return outcomes;
        }
    }

    /// Without the time of day that a translation writes into its frames.
    private static Outcome timeless(Outcome outcome) {
        return new Outcome(
                outcome.frames().stream()
                        .map(p -> new Piece(CREATED.matcher(p.text()).replaceAll(""), p.kind()))
                        .toList(),
                outcome.failure(),
                outcome.usage());
    }

    private static Outcome ask(Engine engine, Recording recording, AttemptLimits limits) {
        return switch (engine.ask(recording.call(), limits, new Cancellation())) {
            case ProviderReply.Failed(var failure, Usage usage) ->
                    new Outcome(List.of(), Optional.of(failure), usage);
            case ProviderReply.NotAsked(var failure) ->
                    new Outcome(List.of(), Optional.of(failure), Usage.NONE);
            case ProviderReply.Streaming(_, ReplyStream stream) -> {
                try (stream) {
                    yield Replay.drain(stream);
                }
            }
            case ProviderReply.Whole whole ->
                    throw new AssertionError("a stream expected, not " + whole);
        };
    }

    private static void say(Peer peer, byte[] bytes, int seed) throws Exception {
        Random chance = new Random(seed);
        peer.streamHead();
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + chance.nextInt(600));
            peer.send(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
    }

    private static void end(Peer peer, Ending ending) throws Exception {
        switch (ending) {
            case CLOSED -> peer.close();
            case RESET -> peer.reset();
            case STALLED -> peer.stall();
        }
    }

    private static byte[] chunked(byte[] bytes, Random chance) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + chance.nextInt(200));
            wire.writeBytes(
                    (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            wire.write(bytes, at, length);
            wire.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            at += length;
        }
        wire.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return wire.toByteArray();
    }
}
