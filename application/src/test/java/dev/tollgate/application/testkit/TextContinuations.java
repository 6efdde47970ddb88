package dev.tollgate.application.testkit;

import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.StreamContinuations;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.usage.Usage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Continues the texts of a [ScriptedProvider], whose content events are bare text. Deployments
/// that take prefills are asked with the letter `prefill:` and what was sent; they, and all others,
/// then with the caller's letter, and compared.
public final class TextContinuations implements StreamContinuations {
    private final Set<String> prefilled;
    private final List<Long> tokensSent = new ArrayList<>();

    public TextContinuations(String... prefilled) {
        this.prefilled = Set.of(prefilled);
    }

    /// The output tokens that callers had been sent each time a stream broke.
    public List<Long> tokensSent() {
        return tokensSent;
    }

    @Override
    public boolean mayContinue(ModelCall call) {
        return true;
    }

    @Override
    public Optional<BrokenAnswer> broken(
            ModelCall call, List<Frame> sent, Usage spent, long written) {
        tokensSent.add(written);
        if (sent.stream().anyMatch(frame -> frame.kind() == Frame.Kind.FINISH)) {
            return Optional.empty();
        }
        String text = textOf(sent);
        return Optional.of(
                (asked, candidate, card) -> {
                    List<Way> ways = new ArrayList<>();
                    if (prefilled.contains(candidate.deployment().id().value())) {
                        ways.add(new TextWay(prefill(asked, text), stream -> new Rest(stream, "")));
                    }
                    ways.add(new TextWay(asked, stream -> new Rest(stream, text)));
                    return ways;
                });
    }

    private static ModelCall prefill(ModelCall call, String text) {
        return call.with(new Letter(call.dialect(), bytes("prefill:" + text), List.of()));
    }

    private static String textOf(List<Frame> frames) {
        StringBuilder text = new StringBuilder();
        for (Frame frame : frames) {
            if (frame.kind() == Frame.Kind.CONTENT) {
                text.append(textOf(frame));
            }
        }
        return text.toString();
    }

    private static String textOf(Frame frame) {
        return new String(frame.bytes(), frame.offset(), frame.length(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record TextWay(ModelCall call, UnaryOperator<ReplyStream> rest) implements Way {
        @Override
        public ContinuedStream continued(ReplyStream stream) {
            return (ContinuedStream) rest.apply(stream);
        }
    }

    /// A stream without the text it has to begin with.
    private static final class Rest implements ContinuedStream {
        private final ReplyStream stream;
        private String expected;
        private boolean differs;
        private long told;

        Rest(ReplyStream stream, String expected) {
            this.stream = stream;
            this.expected = expected;
        }

        @Override
        public Step next() {
            while (true) {
                Step step = stream.next();
                if (expected.isEmpty() && step instanceof Step.Event(Frame frame)) {
                    told += frame.kind() == Frame.Kind.CONTENT ? frame.length() : 0;
                    return step;
                }
                if (expected.isEmpty() || step instanceof Step.Broken) {
                    return step;
                }
                if (!(step instanceof Step.Event(Frame frame))
                        || frame.kind() == Frame.Kind.FINISH) {
                    return another();
                }
                if (frame.kind() == Frame.Kind.OTHER) {
                    continue;
                }
                String text = textOf(frame);
                if (text.length() > expected.length() && text.startsWith(expected)) {
                    String rest = text.substring(expected.length());
                    expected = "";
                    told += rest.length();
                    return new Step.Event(Frame.of(bytes(rest), Frame.Kind.CONTENT));
                }
                if (!expected.startsWith(text)) {
                    return another();
                }
                expected = expected.substring(text.length());
            }
        }

        private Step another() {
            differs = true;
            stream.close();
            return new Step.Broken(ScriptedProvider.failure(FailureKind.MALFORMED_REPLY, 502));
        }

        @Override
        public boolean differs() {
            return differs;
        }

        /// A token is as long as a char here.
        @Override
        public long written() {
            return told;
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
        public void close() {
            stream.close();
        }
    }
}
