package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.Providers;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.desk.ClaimFixture;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.ProviderFailure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An engine with one deployment, and short ways to ask it.
final class Engine implements AutoCloseable {
    static final AttemptLimits PATIENT = limits(Duration.ofSeconds(20), Duration.ofSeconds(30));

    private final Deployments deployment;
    private final HttpModelProvider provider;

    Engine(Deployments deployment) {
        this(deployment, EngineOptions.DEFAULTS);
    }

    Engine(Deployments deployment, EngineOptions options) {
        this.deployment = deployment;
        this.provider =
                new Providers(ProviderDirectory.load(), options, new Words())
                        .open(List.of(deployment.settings()));
    }

    /// Limits without a clock of its own for the first byte and the first token.
    static AttemptLimits limits(Duration timeout, Duration total) {
        return new AttemptLimits(
                timeout, total, Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);
    }

    static Engine to(ScriptedServer server) {
        return new Engine(Deployments.of("openai").base(server.base()));
    }

    ProviderReply ask(ModelCall call) {
        return ask(call, PATIENT, new Cancellation());
    }

    ProviderReply ask(ModelCall call, AttemptLimits limits, Cancellation cancellation) {
        return provider.ask(
                ClaimFixture.on(deployment.settings().id()),
                deployment.candidate(),
                call,
                limits,
                cancellation);
    }

    static ProviderFailure failureOf(ProviderReply reply) {
        if (reply instanceof ProviderReply.Failed failed) {
            return failed.failure();
        }
        if (reply instanceof ProviderReply.NotAsked(ProviderFailure failure)) {
            return failure;
        }
        throw new AssertionError("a failure expected, not " + reply);
    }

    static String bodyOf(ProviderReply reply) {
        if (reply instanceof ProviderReply.Whole whole) {
            return new String(whole.body(), StandardCharsets.UTF_8);
        }
        throw new AssertionError("a whole answer expected, not " + reply);
    }

    static ReplyStream streamOf(ProviderReply reply) {
        if (reply instanceof ProviderReply.Streaming streaming) {
            return streaming.stream();
        }
        throw new AssertionError("a stream expected, not " + reply);
    }

    /// Pulls a stream to its end; the last element is the end itself.
    static List<Object> drain(ReplyStream stream) {
        List<Object> seen = new ArrayList<>();
        while (true) {
            switch (stream.next()) {
                case Step.Event event ->
                        seen.add(
                                new String(
                                        event.frame().bytes(),
                                        event.frame().offset(),
                                        event.frame().length(),
                                        StandardCharsets.UTF_8));
                case Step.End end -> {
                    seen.add(end);
                    return seen;
                }
                case Step.Broken broken -> {
                    seen.add(broken);
                    return seen;
                }
            }
        }
    }

    /// Counts words, so that a test can tell what was counted.
    static final class Words implements TokenCounter {
        @Override
        public int count(String model, String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length;
        }

        @Override
        public String tokenizerOf(String model) {
            return "words";
        }
    }

    HttpModelProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        provider.close();
    }
}
