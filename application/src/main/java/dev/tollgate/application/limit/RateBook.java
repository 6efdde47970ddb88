package dev.tollgate.application.limit;

import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.limit.RateLimit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Counts what limits are on. A call takes its share of all of its limits at once, or of none: one
/// that is refused has used up nothing. Where several replicas share limits, this one keeps to the
/// parts that it holds of them.
public final class RateBook {
    /// Above this many, those that nobody uses any more are put away, once a second at most.
    private static final int MANY = 50_000;

    private final InstantSource time;
    private final Optional<Replica> replica;
    private final Optional<SharedLimits> shared;
    private final Map<Key, Counted> counted = new ConcurrentHashMap<>();
    private volatile long sweptAt;

    /// For a gateway without other replicas.
    public RateBook(InstantSource time) {
        this(time, Optional.empty());
    }

    /// @param replica this one among others, if it has any
    public RateBook(InstantSource time, Optional<Replica> replica) {
        this.time = time;
        this.replica = replica;
        this.shared = replica.map(SharedLimits::new);
    }

    /// @param limits each kind of each subject once
    /// @param tokens an estimate of what the call will use
    public Taken take(List<RateLimit> limits, long tokens) {
        if (limits.isEmpty()) {
            return new Taken.Granted(Share.NONE);
        }
        putAway(now().getEpochSecond());
        return shared.map(its -> new SharedTaking(this, its, limits, tokens).take())
                .orElseGet(() -> takeAlone(limits, tokens));
    }

    private Taken takeAlone(List<RateLimit> limits, long tokens) {
        Instant now = now();
        while (true) {
            List<Line> lines = lines(limits, tokens);
            Optional<Taken> taken = locked(lines, () -> take(lines, now));
            if (taken.isPresent()) {
                return taken.get();
            }
        }
    }

    static <T> T locked(List<Line> lines, Supplier<T> work) {
        lines.forEach(line -> line.counted.lock());
        try {
            return work.get();
        } finally {
            lines.forEach(line -> line.counted.unlock());
        }
    }

    /// Needs the locks. Nothing if some of it was put away between two looks.
    private Optional<Taken> take(List<Line> lines, Instant now) {
        if (anyGone(lines)) {
            return Optional.empty();
        }
        for (Line line : lines) {
            long limit = line.limit.limit();
            if (line.counted.left(limit, now.getEpochSecond()) < line.amount) {
                return Optional.of(refused(line, limit, now));
            }
        }
        return Optional.of(granted(lines, now));
    }

    /// Needs the locks.
    static boolean anyGone(List<Line> lines) {
        for (Line line : lines) {
            if (line.counted.gone()) {
                return true;
            }
        }
        return false;
    }

    /// Needs the locks.
    Taken granted(List<Line> lines, Instant now) {
        long second = now.getEpochSecond();
        List<Left> left = new ArrayList<>(lines.size());
        for (Line line : lines) {
            line.counted.take(line.amount, line.limit.limit(), second);
            left.add(new Left(line.limit, left(line, second)));
        }
        return new Taken.Granted(new Share(this, lines, left, second));
    }

    /// Needs the locks.
    ///
    /// @param most what may be used up here
    Taken refused(Line line, long most, Instant now) {
        long second = now.getEpochSecond();
        long wait = Math.max(1, line.counted.secondsUntil(line.amount, most, second));
        return new Taken.Refused(
                line.limit,
                Math.min(left(line, second), line.amount - 1),
                Duration.ofSeconds(wait),
                now.plusSeconds(wait));
    }

    /// What is left of a limit, as far as is known here: others may have used less than they hold.
    private static long left(Line line, long second) {
        return Math.max(
                0, line.counted.left(line.limit.limit(), second) - line.counted.part().others());
    }

    Instant now() {
        return time.instant();
    }

    List<Line> lines(List<RateLimit> limits, long tokens) {
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

    /// The call used this many requests and tokens.
    ///
    /// @param takenAt the second in which its estimate is counted
    void used(List<Line> lines, long requests, long tokens, long takenAt) {
        long second = time.instant().getEpochSecond();
        for (Line line : lines) {
            long more =
                    switch (line.limit.kind()) {
                        case REQUESTS -> requests - line.amount;
                        case TOKENS -> tokens - line.amount;
                        case PARALLEL -> 0;
                    };
            if (more > 0) {
                change(line, more, second);
            } else if (more < 0) {
                takeBack(line, -more, takenAt, second);
            }
        }
    }

    void ended(List<Line> lines) {
        boolean places = false;
        for (Line line : lines) {
            if (line.limit.kind() == RateLimit.Kind.PARALLEL) {
                change(line, -1, 0);
                places = true;
            }
        }
        if (places) {
            replica.ifPresent(its -> its.nudge().run());
        }
    }

    /// The other replicas were told that this one lives.
    ///
    /// @param asked when telling them began, by the replica's clock
    /// @param alive how many replicas there are, this one included
    public void heard(long asked, int alive) {
        shared.ifPresent(its -> its.heard(asked, alive, counted.values(), now()));
    }

    /// Gives back parts that others wait for or that nobody uses, and asks for more where one will
    /// run out. To be called a few times a second, and when the replica is nudged.
    ///
    /// @throws dev.tollgate.application.port.out.StorageUnavailable if the store cannot be reached;
    ///   nothing is lost
    public void tend() {
        shared.ifPresent(its -> its.tend(counted.values(), now()));
    }

    /// Gives back everything that is not used: the gateway closes.
    public void close() {
        shared.ifPresent(its -> its.close(counted.values(), now()));
    }

    private static void change(Line line, long amount, long second) {
        line.counted.lock();
        try {
            line.counted.take(amount, line.limit.limit(), second);
        } finally {
            line.counted.unlock();
        }
    }

    private static void takeBack(Line line, long amount, long takenAt, long second) {
        line.counted.lock();
        try {
            line.counted.takeBack(amount, line.limit.limit(), takenAt, second);
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

        /// What this replica holds of the limit does not cover it, and the store that would give
        /// more does not answer.
        record OutOfReach(RateLimit limit) implements Taken {}
    }
}
