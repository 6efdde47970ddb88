package dev.tollgate.application.testkit;

import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ModelProvider;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A provider that does what a test wrote down, deployment by deployment, and remembers who was
/// asked. A deployment without a script answers `hello from <id>`.
public final class ScriptedProvider implements ModelProvider {
    /// What a deployment does when asked.
    public interface Answer {
        ProviderReply to(Candidate candidate, ModelCall call, Cancellation cancellation);
    }

    private final Map<String, Deque<Answer>> scripts = new HashMap<>();
    private final Map<String, Answer> always = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<AttemptClaim> claims = new CopyOnWriteArrayList<>();
    private final List<AttemptLimits> limits = new CopyOnWriteArrayList<>();

    /// The next times this deployment is asked it gives these answers, in order.
    public ScriptedProvider next(String deployment, Answer... answers) {
        scripts.computeIfAbsent(deployment, _ -> new ArrayDeque<>()).addAll(List.of(answers));
        return this;
    }

    public ScriptedProvider always(String deployment, Answer answer) {
        always.put(deployment, answer);
        return this;
    }

    @Override
    public ProviderReply ask(
            AttemptClaim claim,
            Candidate candidate,
            ModelCall call,
            AttemptLimits attemptLimits,
            Cancellation cancellation) {
        String id = candidate.deployment().id().value();
        asked.add(id);
        claims.add(claim);
        limits.add(attemptLimits);
        Deque<Answer> script = scripts.getOrDefault(id, new ArrayDeque<>());
        Answer answer =
                script.isEmpty()
                        ? always.getOrDefault(id, whole("hello from " + id))
                        : script.poll();
        return answer.to(candidate, call, cancellation);
    }

    /// The deployments asked, in order.
    public List<String> asked() {
        return asked;
    }

    public List<AttemptClaim> claims() {
        return claims;
    }

    public List<AttemptLimits> limits() {
        return limits;
    }

    public static Answer whole(String body) {
        return (candidate, call, cancellation) ->
                call.streaming()
                        ? stream(content(body), finish()).to(candidate, call, cancellation)
                        : new ProviderReply.Whole(
                                HeaderLines.NONE,
                                body.getBytes(StandardCharsets.UTF_8),
                                Usage.of(10, 5));
    }

    public static Answer fails(FailureKind kind, int status) {
        return (_, _, _) -> new ProviderReply.Failed(failure(kind, status));
    }

    /// The provider is not asked at all.
    public static Answer isNotAsked(FailureKind kind, int status) {
        return (_, _, _) -> new ProviderReply.NotAsked(failure(kind, status));
    }

    public static Answer fails(FailureKind kind, int status, String retryAfter) {
        return (_, _, _) ->
                new ProviderReply.Failed(
                        new ProviderFailure(
                                kind,
                                status,
                                "openai",
                                "busy",
                                "",
                                "",
                                "",
                                HeaderLines.of("retry-after", retryAfter)));
    }

    public static ProviderFailure failure(FailureKind kind, int status) {
        return ProviderFailure.of(kind, status, "openai", "scripted " + kind);
    }

    /// A stream of these steps; after the last one it has ended.
    public static Answer stream(ReplyStream.Step... steps) {
        return (_, _, _) ->
                new ProviderReply.Streaming(HeaderLines.NONE, new ScriptedStream(List.of(steps)));
    }

    /// The same answer under a name.
    public static Answer called(String id, Answer answer) {
        return (candidate, call, cancellation) ->
                switch (answer.to(candidate, call, cancellation)) {
                    case ProviderReply.Whole(
                                    HeaderLines headers,
                                    byte[] body,
                                    Usage usage,
                                    boolean refused,
                                    String _) ->
                            new ProviderReply.Whole(headers, body, usage, refused, id);
                    case ProviderReply.Streaming(HeaderLines headers, ScriptedStream stream) ->
                            new ProviderReply.Streaming(headers, stream.called(id));
                    case ProviderReply other -> other;
                };
    }

    public static ReplyStream.Step role() {
        return event("role", Frame.Kind.OTHER);
    }

    public static ReplyStream.Step content(String text) {
        return event(text, Frame.Kind.CONTENT);
    }

    public static ReplyStream.Step finish() {
        return event("finish", Frame.Kind.FINISH);
    }

    public static ReplyStream.Step breaks() {
        return new ReplyStream.Step.Broken(failure(FailureKind.MALFORMED_REPLY, 502));
    }

    private static ReplyStream.Step event(String text, Frame.Kind kind) {
        return new ReplyStream.Step.Event(Frame.of(text.getBytes(StandardCharsets.UTF_8), kind));
    }

    private static final class ScriptedStream implements ReplyStream {
        private final Deque<Step> steps;
        private Optional<Usage> usage = Optional.empty();
        private String answerId = "";

        ScriptedStream(List<Step> steps) {
            this.steps = new ArrayDeque<>(steps);
        }

        ScriptedStream called(String id) {
            answerId = id;
            return this;
        }

        @Override
        public Step next() {
            Step step = steps.isEmpty() ? new Step.End() : steps.poll();
            usage = Optional.of(Usage.of(10, 5));
            return step;
        }

        @Override
        public Usage usage() {
            return usage.orElse(Usage.NONE);
        }

        @Override
        public String answerId() {
            return answerId;
        }

        @Override
        public void close() {
            steps.clear();
        }
    }
}
