package dev.tollgate.application.limit;

import dev.tollgate.application.limit.RateBook.Line;
import dev.tollgate.application.limit.RateBook.Taken;
import dev.tollgate.application.port.out.LimitParts.Wish;
import dev.tollgate.domain.limit.RateLimit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One call that takes its share of limits which replicas share. Used by one thread.
final class SharedTaking {
    /// So long a call waits for what another one has asked: the store answers or fails before.
    private static final long ANSWERED = Duration.ofSeconds(2).toNanos();

    /// So often a call that waits for other replicas asks again.
    private static final long STEP = Duration.ofMillis(100).toNanos();

    /// What one call was given others may have taken before it: it asks again, so many times.
    private static final int MOST_TRIES = 10;

    /// A busy store is asked once more.
    private static final int MOST_UNANSWERED = 2;

    private final RateBook book;
    private final SharedLimits shared;
    private final List<RateLimit> limits;
    private final long tokens;
    private long patience;
    private int unanswered;
    private int asked;

    SharedTaking(RateBook book, SharedLimits shared, List<RateLimit> limits, long tokens) {
        this.book = book;
        this.shared = shared;
        this.limits = limits;
        this.tokens = tokens;
        this.patience = shared.patience().toNanos();
    }

    Taken take() {
        while (true) {
            Instant now = book.now();
            List<Line> lines = book.lines(limits, tokens);
            switch (RateBook.locked(lines, () -> step(lines, now))) {
                case Step.Done(Taken taken) -> {
                    return taken;
                }
                case Step.Again _ -> {}
                case Step.Wait(Counted counted) -> await(counted, ANSWERED, true);
                case Step.WaitForOthers(Counted counted) -> {
                    patience -= STEP;
                    await(counted, STEP, false);
                }
                case Step.Ask(List<Counted> lacking, List<Wish> wishes) -> {
                    asked++;
                    if (shared.ask(lacking, wishes, now).isEmpty()) {
                        unanswered++;
                    }
                }
            }
        }
    }

    private void await(Counted counted, long nanos, boolean whileAsking) {
        try {
            counted.awaitChange(nanos, whileAsking);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            unanswered = MOST_UNANSWERED;
        }
    }

    /// Needs the locks.
    private Step step(List<Line> lines, Instant now) {
        if (RateBook.anyGone(lines)) {
            return new Step.Again();
        }
        long second = now.getEpochSecond();
        boolean alone = shared.cutOff();
        List<Line> lacking = new ArrayList<>(lines.size());
        for (Line line : lines) {
            long limit = line.limit().limit();
            HeldPart part = line.counted().part();
            part.usedAt(now.toEpochMilli(), limit);
            long used = line.counted().used(limit, second);
            long most = alone ? shared.equalPart(limit) : limit;
            if (most - used < line.amount()) {
                return new Step.Done(book.refused(line, most, now));
            }
            if (!alone && part.held() - used < line.amount()) {
                lacking.add(line);
            }
        }
        return lacking.isEmpty() ? new Step.Done(book.granted(lines, now)) : ask(lacking, now);
    }

    private Step ask(List<Line> lacking, Instant now) {
        if (unanswered >= MOST_UNANSWERED) {
            return new Step.Done(new Taken.OutOfReach(lacking.getFirst().limit()));
        }
        for (Line line : lacking) {
            HeldPart part = line.counted().part();
            long least = SharedLimits.lacking(line, now);
            if (part.knownShort(least, now.toEpochMilli()) || asked >= MOST_TRIES) {
                return isShort(line, now);
            }
        }
        for (Line line : lacking) {
            if (line.counted().part().asking()) {
                return new Step.Wait(line.counted());
            }
        }
        return new Step.Ask(
                lacking.stream().map(Line::counted).toList(), shared.startAsking(lacking, now));
    }

    /// Others hold what is lacking.
    private Step isShort(Line line, Instant now) {
        return patience > 0 && SharedLimits.mayComeBack(line.counted())
                ? new Step.WaitForOthers(line.counted())
                : new Step.Done(book.refused(line, line.counted().part().held(), now));
    }

    private sealed interface Step {
        record Done(Taken taken) implements Step {}

        /// Some of it was put away between two looks.
        record Again() implements Step {}

        /// Another call asks for it.
        record Wait(Counted counted) implements Step {}

        /// Another replica may give some of it back.
        record WaitForOthers(Counted counted) implements Step {}

        record Ask(List<Counted> lacking, List<Wish> wishes) implements Step {}
    }
}
