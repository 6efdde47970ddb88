package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.json.UsageCost;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.adapters.providers.protocol.StreamTranslation.Translated;
import dev.tollgate.adapters.providers.sse.EventTooLarge;
import dev.tollgate.adapters.providers.sse.NotAnEvent;
import dev.tollgate.adapters.providers.sse.SseReader;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// An answer that arrives event by event. The provider has one bound for its first token and
/// another one for each event after that, where the time the caller takes to read does not count.
final class HttpReplyStream implements ReplyStream {
    private static final Logger LOG = LoggerFactory.getLogger(HttpReplyStream.class);

    /// How long a provider that gave its finish reason may say nothing more.
    private static final long SILENCE_NANOS = 1_000_000_000;

    /// How long the end of the body is awaited behind the last event, to reuse the connection.
    private static final long DRAIN_NANOS = 100_000_000;

    private static final int DRAIN_BYTES = 4096;

    /// Events among which the usage of an answer is looked for that nobody reads any more.
    private static final int REPORT_EVENTS = 8;

    private final Exchange exchange;
    private final Attempt attempt;
    private final InputStream body;
    private final SseReader reader;
    private final StreamTranslation translation;
    private final String provider;
    private final long keepNanos;
    private final LongSupplier prompt;
    private final Runnable onClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    private List<Frame> frames = List.of();
    private int nextFrame;
    private @Nullable Step last;
    private boolean answering;

    /// The provider broke the stream, and not we by giving it up.
    private boolean faulty;

    private volatile boolean saidEnd;
    private volatile boolean bodyEnded;

    HttpReplyStream(
            Exchange exchange,
            Attempt attempt,
            InputStream body,
            SseReader reader,
            StreamTranslation translation,
            String provider,
            long keepNanos,
            LongSupplier prompt,
            Runnable onClosed) {
        this.exchange = exchange;
        this.attempt = attempt;
        this.body = body;
        this.reader = reader;
        this.translation = translation;
        this.provider = provider;
        this.keepNanos = keepNanos;
        this.prompt = prompt;
        this.onClosed = onClosed;
    }

    @Override
    public Step next() {
        if (nextFrame < frames.size()) {
            return new Step.Event(frames.get(nextFrame++));
        }
        Step known = last;
        if (known != null) {
            return known;
        }
        Step step = pull();
        exchange.rest();
        if (!(step instanceof Step.Event)) {
            last = step;
        }
        return step;
    }

    private Step pull() {
        try {
            while (true) {
                boolean finished = translation.finished();
                await(finished);
                if (!reader.next()) {
                    bodyEnded = true;
                    return finished ? new Step.End() : unfinished();
                }
                Translated translated =
                        translation.event(
                                reader.event(), reader.data(), reader.offset(), reader.length());
                if (translated.failure().isPresent()) {
                    last = failed(translated.failure().get(), finished);
                } else if (translated.end()) {
                    saidEnd = true;
                    last = translation.finished() ? new Step.End() : unfinished();
                }
                if (!translated.frames().isEmpty()) {
                    frames = translated.frames();
                    nextFrame = 1;
                    answering |= answers(frames);
                    if (!finished && translation.finished()) {
                        exchange.onlyRestIsLeft();
                    }
                    return new Step.Event(frames.getFirst());
                }
                Step ended = last;
                if (ended != null) {
                    return ended;
                }
            }
        } catch (EventTooLarge _) {
            return broken("The provider's stream holds an event that is too large.");
        } catch (NotAnEvent _) {
            return broken("The provider's stream holds a line that is no event.");
        } catch (IOException _) {
            return interrupted();
        } catch (RuntimeException e) {
            LOG.warn("an event of {} could not be read", provider, e);
            return broken("The provider's stream holds an event that cannot be read.");
        }
    }

    private void await(boolean finished) {
        if (finished) {
            exchange.awaitRestElseSilent(SILENCE_NANOS);
        } else if (answering) {
            exchange.awaitNextEvent();
        } else {
            exchange.awaitAnswer();
        }
    }

    /// Whether one of these belongs to the answer itself.
    private static boolean answers(List<Frame> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).kind() != Frame.Kind.OTHER) {
                return true;
            }
        }
        return false;
    }

    private Step interrupted() {
        Exchange.End end = exchange.get();
        if (end == Exchange.End.SILENT || (end == Exchange.End.RUNNING && translation.finished())) {
            return new Step.End();
        }
        return end == Exchange.End.RUNNING
                ? broken("The provider's stream broke off.")
                : new Step.Broken(Failures.ended(provider, exchange));
    }

    /// An event that failed. One that the stream's end cut in two says no more than that it ended.
    ///
    /// @param finished whether everything had been said before it
    private Step failed(ProviderFailure failure, boolean finished) {
        boolean halved = reader.cut() && failure.kind() == FailureKind.MALFORMED_REPLY;
        if (!halved) {
            faulty = true;
            return new Step.Broken(failure);
        }
        return finished
                ? new Step.End()
                : broken("The provider's stream broke off within an event.");
    }

    private Step unfinished() {
        return broken("The provider's stream ended without a finish reason.");
    }

    private Step broken(String message) {
        faulty = true;
        return new Step.Broken(Failures.malformed(provider, message));
    }

    @Override
    public Usage usage() {
        if (exchange.leftAfterFinish() && !closed.get()) {
            for (int i = 0; i < REPORT_EVENTS && next() instanceof Step.Event; i++) {
                // nobody reads it any more, but it may be the report
            }
        }
        Usage reported = translation.usage();
        // A provider that failed before it said a word bills nothing it does not report.
        boolean reportStands =
                (last instanceof Step.End && reported.reported())
                        || (faulty && translation.received() == 0);
        return reportStands ? reported : reported.completed(prompt, translation.received());
    }

    @Override
    public String answerId() {
        return translation.answerId();
    }

    @Override
    public Frame withCost(Frame event, Function<Usage, Optional<Usd>> cost) {
        return UsageCost.in(event, () -> cost.apply(translation.usage()));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean reusable = keepNanos > 0 && (bodyEnded || (saidEnd && drained()));
        if (reusable && exchange.done()) {
            attempt.release(keepNanos);
        } else {
            exchange.abort(Exchange.End.CLOSED);
            attempt.release(0);
        }
        onClosed.run();
    }

    /// Reads the little that stands between the last event and the end of the body.
    private boolean drained() {
        exchange.awaitRest(DRAIN_NANOS);
        byte[] rest = new byte[256];
        int total = 0;
        try {
            while (total < DRAIN_BYTES) {
                int read = body.read(rest);
                if (read < 0) {
                    return true;
                }
                total += read;
            }
        } catch (IOException _) {
            // The connection is of no more use.
        }
        return false;
    }
}
