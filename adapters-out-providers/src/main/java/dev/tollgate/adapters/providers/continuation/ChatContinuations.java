package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.directory.Traits.Special;
import dev.tollgate.adapters.providers.json.MalformedJson;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.StreamContinuations;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.usage.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Continues chat answers that are a single text so far: has a target write on from what was sent
/// where it is known to do so, and asks for the answer anew, comparing as it comes, everywhere.
public final class ChatContinuations implements StreamContinuations {
    private final ProviderDirectory directory;

    public ChatContinuations(ProviderDirectory directory) {
        this.directory = directory;
    }

    @Override
    public boolean mayContinue(ModelCall call) {
        return call.dialect() == Dialect.OPENAI_CHAT
                && call.streaming()
                && Letters.asksForText(call.letter());
    }

    @Override
    public Optional<BrokenAnswer> broken(
            ModelCall call, List<Frame> sent, Usage spent, long written) {
        try {
            Transcript transcript = Transcript.of(sent);
            return transcript.continuable()
                    ? Optional.of(new Broken(transcript, spent, written))
                    : Optional.empty();
        } catch (MalformedJson _) {
            return Optional.empty();
        }
    }

    /// How a target is given the beginning of an answer to write on from.
    private enum Prefill {
        NONE,
        /// as the last message, by the assistant
        PLAIN,
        /// the same, marked with `prefix`
        MARKED,
        /// and the target repeats it
        ECHOED
    }

    private Prefill prefill(Candidate candidate, ModelCard card) {
        if (card.lacks().contains("assistant_prefill")) {
            return Prefill.NONE;
        }
        return directory
                .find(candidate.deployment().provider())
                .map(
                        entry ->
                                entry.traits().has(Special.PREFIX_ECHO)
                                        ? Prefill.ECHOED
                                        : entry.traits().has(Special.PREFIX)
                                                ? Prefill.MARKED
                                                : Prefill.NONE)
                .filter(known -> known != Prefill.NONE)
                .orElse(card.supports("assistant_prefill") ? Prefill.PLAIN : Prefill.NONE);
    }

    private final class Broken implements BrokenAnswer {
        private final Transcript sent;
        private final long written;
        private final ChunkWriter writer;

        Broken(Transcript sent, Usage spent, long written) {
            this.sent = sent;
            this.written = written;
            this.writer = new ChunkWriter(sent, spent);
        }

        @Override
        public List<Way> ways(ModelCall call, Candidate candidate, ModelCard card) {
            String provider = candidate.deployment().provider();
            List<Way> ways = new ArrayList<>(2);
            Prefill prefill = prefill(candidate, card);
            if (prefill != Prefill.NONE) {
                writeOn(call, provider, prefill).ifPresent(ways::add);
            }
            if (sent.comparable()) {
                ways.add(new Asking(call, provider, () -> new Repetition(sent.runs()), writer));
            }
            return ways;
        }

        private Optional<Way> writeOn(ModelCall call, String provider, Prefill prefill) {
            String answer = sent.answer();
            boolean echoes = prefill == Prefill.ECHOED;
            String beginning = echoes ? answer : withoutLooseEnd(answer);
            // Merged reasoning is no part of what a model takes for its own words.
            if (beginning.isBlank() || beginning.startsWith("<think>")) {
                return Optional.empty();
            }
            String withheld = answer.substring(beginning.length());
            return Letters.withBeginning(call, beginning, prefill != Prefill.PLAIN, written)
                    .map(
                            letter ->
                                    new Asking(
                                            letter,
                                            provider,
                                            () -> new Resumption(beginning, withheld, echoes),
                                            writer));
        }
    }

    /// Without the white space that Anthropic refuses at the end of a beginning, and without half a
    /// character.
    private static String withoutLooseEnd(String answer) {
        int end = answer.length();
        if (end > 0 && Character.isHighSurrogate(answer.charAt(end - 1))) {
            end--;
        }
        return answer.substring(0, end).stripTrailing();
    }

    private record Asking(
            ModelCall call, String provider, Supplier<Alignment> alignment, ChunkWriter writer)
            implements Way {
        @Override
        public ContinuedStream continued(ReplyStream stream) {
            return new ContinuedChat(stream, alignment.get(), writer, provider);
        }
    }
}
