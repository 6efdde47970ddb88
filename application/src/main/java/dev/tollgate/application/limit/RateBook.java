package dev.tollgate.application.limit;

import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.limit.RateLimit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what limits are on. A call takes its share of all of its limits at once, or of none: one
/// that is refused has used up nothing.
public final class RateBook {
    /// Above this many, those that nobody uses any more are put away, once a second at most.
    private static final int MANY = 50_000;

    private final InstantSource time;
    private final Map<Key, Counted> counted = new ConcurrentHashMap<>();
    private volatile long sweptAt;

    public RateBook(InstantSource time) {
        this.time = time;
    }

    /// @param limits each kind of each subject once
    /// @param tokens an estimate of what the call will use
    public Taken take(List<RateLimit> limits, long tokens) {
        if (limits.isEmpty()) {
            return new Taken.Granted(Share.NONE);
        }
        Instant now = time.instant();
        putAway(now.getEpochSecond());
        while (true) {
            List<Line> lines = lines(limits, tokens);
            lines.forEach(line -> line.counted.lock());
            try {
                if (lines.stream().noneMatch(line -> line.counted.gone())) {
                    return take(lines, now);
                }
            } finally {
                lines.forEach(line -> line.counted.unlock());
            }
        }
    }

    private Taken take(List<Line> lines, Instant now) {
        long second = now.getEpochSecond();
        for (Line line : lines) {
            long left = line.counted.left(line.limit.limit(), second);
            if (left < line.amount) {
                long wait =
                        Math.max(
                                1,
                                line.counted.secondsUntil(line.amount, line.limit.limit(), second));
                return new Taken.Refused(
                        line.limit, left, Duration.ofSeconds(wait), now.plusSeconds(wait));
            }
        }
        List<Left> left = new ArrayList<>(lines.size());
        for (Line line : lines) {
            line.counted.take(line.amount, line.limit.limit(), second);
            left.add(new Left(line.limit, line.counted.left(line.limit.limit(), second)));
        }
        return new Taken.Granted(new Share(this, lines, left));
    }

    private List<Line> lines(List<RateLimit> limits, long tokens) {
        List<Line> lines = new ArrayList<>(limits.size());
        for (RateLimit limit : limits) {
            Counted its =
                    counted.computeIfAbsent(
                            new Key(limit.subject(), limit.kind()), _ -> new Counted(limit));
            lines.add(new Line(limit, its, amount(limit, tokens)));
        }
        lines.sort((one, other) -> one.counted.compareTo(other.counted));
        return lines;
    }

    /// A call that may use more than the limit is let in where all of it is left.
    private static long amount(RateLimit limit, long tokens) {
        return switch (limit.kind()) {
            case REQUESTS, PARALLEL -> 1;
            case TOKENS -> Math.clamp(tokens, 1, Math.max(1, limit.limit()));
        };
    }

    private void putAway(long second) {
        if (second != sweptAt && counted.size() > MANY) {
            sweptAt = second;
            counted.values().removeIf(each -> each.endIfEmpty(second));
        }
    }

    /// The call used this many tokens.
    void used(List<Line> lines, long tokens) {
        long second = time.instant().getEpochSecond();
        for (Line line : lines) {
            if (line.limit.kind() == RateLimit.Kind.TOKENS && tokens != line.amount) {
                change(line, tokens - line.amount, second);
            }
        }
    }

    void ended(List<Line> lines) {
        for (Line line : lines) {
            if (line.limit.kind() == RateLimit.Kind.PARALLEL) {
                change(line, -1, 0);
            }
        }
    }

    private static void change(Line line, long amount, long second) {
        line.counted.lock();
        try {
            line.counted.take(amount, line.limit.limit(), second);
        } finally {
            line.counted.unlock();
        }
    }

    private record Key(Subject subject, RateLimit.Kind kind) {}

    record Line(RateLimit limit, Counted counted, long amount) {}

    /// What remains of a limit.
    public record Left(RateLimit limit, long remaining) {}

    /// The answer.
    public sealed interface Taken {
        record Granted(Share share) implements Taken {}

        /// @param remaining what is left, which is too little
        /// @param retryAfter until it might be enough
        record Refused(RateLimit limit, long remaining, Duration retryAfter, Instant resetAt)
                implements Taken {}
    }
}
