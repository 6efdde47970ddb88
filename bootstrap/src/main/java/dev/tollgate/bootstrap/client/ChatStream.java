package dev.tollgate.bootstrap.client;

import dev.tollgate.application.port.in.ReplyFacts;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/// A streamed chat answer. To be read once, by one thread, and to be closed; closing cancels what
/// still runs.
///
/// The end of the iteration means that the answer is whole. A stream that breaks throws
/// [GatewayException.StreamBroken]; it never just ends, unless it is you who closed it.
public final class ChatStream implements Iterable<ChatChunk>, AutoCloseable {
    private final RawStream.Frames frames;

    ChatStream(RunningCall call) {
        frames = new RawStream.Frames(call);
    }

    /// How the call is served: deployment and attempts. The cost of a stream is not known yet.
    public ReplyFacts facts() {
        return frames.call().facts();
    }

    /// @throws IllegalStateException when asked a second time
    @Override
    public Iterator<ChatChunk> iterator() {
        return new Chunks(frames.once());
    }

    @Override
    public void close() {
        frames.call().leave();
    }

    private final class Chunks implements Iterator<ChatChunk> {
        private final Iterator<byte[]> events;
        private Optional<ChatChunk> ahead = Optional.empty();

        Chunks(Iterator<byte[]> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            while (ahead.isEmpty() && events.hasNext()) {
                ahead = chunk(events.next());
            }
            return ahead.isPresent();
        }

        @Override
        public ChatChunk next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream has ended");
            }
            ChatChunk next = ahead.orElseThrow();
            ahead = Optional.empty();
            return next;
        }
    }

    private Optional<ChatChunk> chunk(byte[] event) {
        String data =
                new String(event, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("data:"))
                        .map(line -> line.substring("data:".length()).strip())
                        .collect(Collectors.joining("\n"));
        if (data.isEmpty() || data.equals("[DONE]")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ChatChunk.read(Json.parse(data)));
        } catch (IllegalArgumentException e) {
            throw frames.call()
                    .giveUp(
                            new GatewayException.StreamBroken(
                                    new GatewayException.ServerError(
                                            "an event cannot be read: " + e.getMessage(),
                                            502,
                                            Optional.empty())));
        }
    }
}
