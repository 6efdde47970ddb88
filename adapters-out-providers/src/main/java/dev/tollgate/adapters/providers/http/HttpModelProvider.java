package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.http.Upstreams.Upstream;
import dev.tollgate.adapters.providers.mock.MockReplies;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.Protocol;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest;
import dev.tollgate.adapters.providers.sse.SseReader;
import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ModelProvider;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ProviderReply.Failed;
import dev.tollgate.application.port.out.ProviderReply.NotAsked;
import dev.tollgate.application.port.out.ProviderReply.Streaming;
import dev.tollgate.application.port.out.ProviderReply.Whole;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Cancellation.Registration;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Every deployment of one configuration, reached over HTTP/1.1 with blocking calls. Thread-safe.
/// After [#close], attempts are still made for calls that began before, but no connection is kept.
public final class HttpModelProvider implements ModelProvider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpModelProvider.class);

    /// What an attempt gets to end after its time is over, before it is left to itself.
    private static final long CLOSING_NANOS = 500_000_000;

    private static final int MAX_ERROR_BYTES = 256 * 1024;

    private final EngineOptions options;
    private final InstantSource clock;
    private final MockReplies mocks;
    private final TokenCounter tokens;
    private final Upstreams upstreams;
    private final Deadlines deadlines = new Deadlines();
    private final RunningCalls running = new RunningCalls();
    private final Map<DeploymentId, Deployed> deployments;
    private final String userAgent;

    /// @param protocols finds the protocol that serves a deployment
    /// @param tokens estimates what was used where the provider did not get to say it
    public HttpModelProvider(
            Collection<DeploymentSettings> deployments,
            EngineOptions options,
            Function<DeploymentSettings, Protocol> protocols,
            MockReplies mocks,
            TokenCounter tokens,
            InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.mocks = mocks;
        this.tokens = tokens;
        this.upstreams = new Upstreams(options, deployments);
        this.userAgent = "tollgate/" + options.version();
        Map<DeploymentId, Deployed> all = new HashMap<>();
        for (DeploymentSettings settings : deployments) {
            all.put(settings.id(), new Deployed(settings, protocols.apply(settings)));
        }
        this.deployments = Map.copyOf(all);
    }

    @Override
    public ProviderReply ask(
            AttemptClaim claim,
            Candidate candidate,
            ModelCall call,
            AttemptLimits limits,
            Cancellation cancellation) {
        DeploymentId id = candidate.deployment().id();
        if (!claim.open() || !claim.deployment().equals(id)) {
            throw new IllegalStateException("no open claim on " + id);
        }
        Deployed deployed = deployments.get(id);
        if (deployed == null) {
            throw new IllegalArgumentException("not a deployment of this configuration: " + id);
        }
        DeploymentSettings settings = deployed.settings;
        if (!settings.mockResponse().isEmpty()) {
            return mocks.answer(call, settings);
        }
        UpstreamRequest request;
        Upstream upstream;
        try {
            request = deployed.protocol.request(call, settings, candidate.upstreamModel());
            upstream = deployed.upstream(request.url(), upstreams);
        } catch (RefusedLocally refused) {
            return new NotAsked(refused.failure());
        } catch (IllegalArgumentException e) {
            LOG.warn("the base URL of deployment {} cannot be used", id);
            return new NotAsked(
                    ProviderFailure.of(
                            FailureKind.INTERNAL,
                            500,
                            settings.provider(),
                            "The deployment's base URL cannot be used."));
        }
        PromptEstimate prompt =
                new PromptEstimate(tokens, candidate.upstreamModel(), call.letter());
        return exchange(deployed, upstream, request, call, prompt, limits, cancellation);
    }

    private ProviderReply exchange(
            Deployed deployed,
            Upstream upstream,
            UpstreamRequest request,
            ModelCall call,
            PromptEstimate prompt,
            AttemptLimits limits,
            Cancellation cancellation) {
        Exchange exchange = new Exchange(deadlines, System.nanoTime(), limits, call.streaming());
        running.begin();
        exchange.watch();
        Registration registration = cancellation.onCancel(exchange::cancel);
        Runnable atEnd =
                () -> {
                    registration.close();
                    exchange.forget();
                    running.end();
                };
        Attempt attempt = new Attempt(exchange, upstream);
        boolean handedOver = false;
        try {
            ProviderReply reply =
                    reply(deployed, upstream, request, call, prompt, exchange, attempt, atEnd);
            handedOver = reply instanceof Streaming;
            return reply;
        } finally {
            if (!handedOver) {
                attempt.release(0);
                atEnd.run();
            }
        }
    }

    private ProviderReply reply(
            Deployed deployed,
            Upstream upstream,
            UpstreamRequest request,
            ModelCall call,
            PromptEstimate prompt,
            Exchange exchange,
            Attempt attempt,
            Runnable atEnd) {
        String provider = deployed.settings.provider();
        ClassicHttpResponse response;
        try {
            response =
                    attempt.send(deployed.letter(upstream, request, call.streaming(), userAgent));
        } catch (IOException | HttpException e) {
            return exchange.running()
                    ? new Failed(Failures.noAnswer(provider, e, attempt.somethingCame()))
                    : new Failed(
                            Failures.ended(provider, exchange),
                            attempt.sent() ? asked(prompt) : Usage.NONE);
        }
        exchange.awaitAnswer();
        ReplyHead head = ReplyHead.of(response, options.keepAlive(), clock);
        try {
            InputStream in = Attempt.body(response);
            if (head.status() < 200 || head.status() > 299 || in == null) {
                return failed(deployed, head, in, exchange, attempt);
            }
            if (call.streaming() && head.contentType().contains("html")) {
                return new Failed(
                        Failures.malformed(
                                provider,
                                head.headers(),
                                "The provider answered with a web page where a stream was asked"
                                        + " for."));
            }
            if (call.streaming() && !head.contentType().contains("json")) {
                return stream(deployed, head, in, call, prompt, exchange, attempt, atEnd);
            }
            byte[] body = read(head, in, response, exchange, attempt);
            ProviderReply reply =
                    deployed.protocol.whole(call, deployed.settings, head.headers(), body);
            return reply instanceof Whole whole ? answered(whole, call, provider, prompt) : reply;
        } catch (ReplyBody.Unusable e) {
            return new Failed(
                    Failures.malformed(provider, head.headers(), e.message()), asked(prompt));
        } catch (IOException _) {
            return new Failed(
                    exchange.running()
                            ? Failures.malformed(
                                    provider, head.headers(), "The provider's answer was cut off.")
                            : Failures.ended(provider, exchange),
                    asked(prompt));
        } catch (RuntimeException e) {
            LOG.warn("an answer of {} could not be read", provider, e);
            return new Failed(
                    Failures.malformed(
                            provider, head.headers(), "The provider's answer cannot be read."));
        }
    }

    /// What an answer used is estimated where its provider does not say.
    private static ProviderReply answered(
            Whole whole, ModelCall call, String provider, PromptEstimate prompt) {
        boolean told = whole.usage().reported();
        Usage usage =
                told
                        ? whole.usage()
                        : whole.usage().completed(prompt, AnswerEstimate.of(whole.body()));
        if (call.streaming()) {
            return new Failed(
                    Failures.malformed(
                            provider,
                            whole.headers(),
                            "The provider answered as a whole where a stream was asked for."),
                    usage);
        }
        return told
                ? whole
                : new Whole(whole.headers(), whole.body(), usage, whole.refused(), whole.id());
    }

    /// The provider took the prompt; of an answer nothing is known.
    private static Usage asked(PromptEstimate prompt) {
        return Usage.estimate(prompt.getAsLong(), 0);
    }

    private byte[] read(
            ReplyHead head,
            InputStream in,
            ClassicHttpResponse response,
            Exchange exchange,
            Attempt attempt)
            throws IOException {
        boolean plain = head.encoding().isEmpty();
        long length = plain ? response.getEntity().getContentLength() : -1;
        byte[] body =
                ReplyBody.read(
                        plain ? in : ReplyBody.decoded(in, head.encoding()),
                        length,
                        options.maxReplyBytes());
        // A decoder stops at the end of its data, which need not be the end of the body.
        boolean atEnd = plain || in.read() < 0;
        if (exchange.done()) {
            attempt.release(atEnd ? head.keepNanos() : 0);
        }
        return body;
    }

    private Streaming stream(
            Deployed deployed,
            ReplyHead head,
            InputStream in,
            ModelCall call,
            PromptEstimate prompt,
            Exchange exchange,
            Attempt attempt,
            Runnable atEnd)
            throws IOException {
        InputStream events = ReplyBody.decoded(in, head.encoding());
        exchange.rest();
        return new Streaming(
                deployed.protocol.headers(head.headers()),
                new HttpReplyStream(
                        exchange,
                        attempt,
                        in,
                        new SseReader(events, options.maxEventBytes()),
                        deployed.protocol.stream(call, deployed.settings),
                        deployed.settings.provider(),
                        head.keepNanos(),
                        prompt,
                        atEnd));
    }

    private ProviderReply failed(
            Deployed deployed,
            ReplyHead head,
            @Nullable InputStream in,
            Exchange exchange,
            Attempt attempt)
            throws IOException {
        boolean[] whole = {in == null};
        byte[] body =
                in == null
                        ? new byte[0]
                        : ReplyBody.readWhatComes(
                                ReplyBody.decoded(in, head.encoding()), MAX_ERROR_BYTES, whole);
        String provider = deployed.settings.provider();
        if (!exchange.done() && body.length == 0) {
            return new Failed(Failures.ended(provider, exchange));
        }
        attempt.release(whole[0] && exchange.get() == Exchange.End.DONE ? head.keepNanos() : 0);
        int status = head.status();
        if (status >= 300 && status < 400) {
            return new Failed(
                    Failures.malformed(
                            provider,
                            head.headers(),
                            "The provider answered with a redirect (%d), which is not followed."
                                    .formatted(status)));
        }
        if (status < 300) {
            return new Failed(
                    Failures.malformed(
                            provider,
                            head.headers(),
                            "The provider answered with status %d and no body.".formatted(status)));
        }
        return new Failed(
                deployed.protocol.failure(deployed.settings, status, head.headers(), body));
    }

    /// Waits until the last attempt has ended, and closes every connection. Idle ones are closed at
    /// once. Nobody is waited for beyond the time that an attempt may take in all.
    @Override
    public void close() {
        upstreams.close();
        boolean none = running.awaitNone(1);
        long left = deadlines.longestLeft();
        while (!none && left > 0 && !Thread.currentThread().isInterrupted()) {
            none = running.awaitNone(left + CLOSING_NANOS);
            left = deadlines.longestLeft();
        }
        if (!none) {
            LOG.warn("closed while an attempt had not ended that should have");
        }
        upstreams.close();
    }

    /// A deployment and where its letters went last.
    private static final class Deployed {
        private final DeploymentSettings settings;
        private final Protocol protocol;
        private volatile @Nullable Upstream last;
        private volatile @Nullable RequestHead plain;
        private volatile @Nullable RequestHead streamed;

        Deployed(DeploymentSettings settings, Protocol protocol) {
            this.settings = settings;
            this.protocol = protocol;
        }

        Upstream upstream(URI url, Upstreams upstreams) {
            Upstream known = last;
            if (known != null && (known.url() == url || known.url().equals(url))) {
                return known;
            }
            Upstream found = upstreams.find(url, settings.verifyTls());
            last = found;
            return found;
        }

        ClassicHttpRequest letter(
                Upstream upstream, UpstreamRequest request, boolean streaming, String userAgent) {
            RequestHead head = streaming ? streamed : plain;
            if (head == null || !head.fits(upstream, request.headers())) {
                head = new RequestHead(upstream, request.headers(), userAgent, streaming);
                if (streaming) {
                    streamed = head;
                } else {
                    plain = head;
                }
            }
            return head.before(new LetterEntity(request.body()));
        }
    }
}
