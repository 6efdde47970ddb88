package dev.tollgate.application.testkit;

import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.CallFailure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A caller that writes down what it hears, and may hang up after some frames.
public final class RecordingCaller implements ReplySink {
    private final List<String> heard = new ArrayList<>();
    private Optional<ReplyFacts> facts = Optional.empty();
    private Optional<CallFailure> failure = Optional.empty();
    private int framesUntilGone = Integer.MAX_VALUE;
    private Runnable onAnswer = () -> {};
    private String word = "";
    private Runnable onWord = () -> {};

    public RecordingCaller hangingUpAfter(int frames) {
        framesUntilGone = frames;
        return this;
    }

    /// Does this as soon as a whole answer is heard.
    public RecordingCaller thenDoing(Runnable action) {
        onAnswer = action;
        return this;
    }

    /// Does this as soon as a frame with this text is heard.
    public RecordingCaller atFrame(String text, Runnable action) {
        word = text;
        onWord = action;
        return this;
    }

    /// Everything heard, in order: `whole:…`, `start`, frame texts, `complete`, `broken`, `failed`.
    public List<String> heard() {
        return heard;
    }

    public ReplyFacts facts() {
        return facts.orElseThrow();
    }

    public CallFailure failure() {
        return failure.orElseThrow();
    }

    @Override
    public void whole(ReplyFacts replyFacts, byte[] body) {
        facts = Optional.of(replyFacts);
        heard.add("whole:" + new String(body, StandardCharsets.UTF_8));
        onAnswer.run();
    }

    @Override
    public void failed(ReplyFacts replyFacts, CallFailure why) {
        facts = Optional.of(replyFacts);
        failure = Optional.of(why);
        heard.add("failed");
    }

    @Override
    public void start(ReplyFacts replyFacts) {
        facts = Optional.of(replyFacts);
        heard.add("start");
    }

    @Override
    public void frame(Frame frame) {
        if (framesUntilGone-- <= 0) {
            throw new CallerGone(new java.io.IOException("connection reset"));
        }
        String text =
                new String(frame.bytes(), frame.offset(), frame.length(), StandardCharsets.UTF_8);
        heard.add(text);
        if (text.equals(word)) {
            onWord.run();
        }
    }

    @Override
    public void complete() {
        heard.add("complete");
    }

    @Override
    public void broken(CallFailure why) {
        failure = Optional.of(why);
        heard.add("broken");
    }
}
