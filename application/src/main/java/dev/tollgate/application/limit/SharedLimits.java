package dev.tollgate.application.limit;

import dev.tollgate.application.limit.RateBook.Line;
import dev.tollgate.application.port.out.LimitParts.Part;
import dev.tollgate.application.port.out.LimitParts.Wish;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.limit.RateLimit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Limits that several replicas share. Each holds a part of a limit and uses it up minute after
/// minute without asking anybody; what it holds too little of it asks for, ahead of need where much
/// is used. Of small limits only what is used is held.
final class SharedLimits {
    /// Who was not heard of for so long does not rely on what it holds.
    private static final Duration TRUSTED = Duration.ofSeconds(10);

    /// Limits below this are asked for call by call, so that no replica holds what it does not use.
    private static final long SMALL = 60;

    private static final long SHORT_MILLIS = 300;
    private static final long SOON_MILLIS = 90;
    private static final long THIN_MILLIS = 5_000;
    private static final long ACTIVE_MILLIS = 30_000;
    private static final long IDLE_MILLIS = 60_000;
    private static final int MOST_TOLD = 500;

    private final Replica replica;
    private final AtomicLong order = new AtomicLong();
    private volatile int replicas = 1;
    private volatile long heardAt;

    SharedLimits(Replica replica) {
        this.replica = replica;
        this.heardAt = replica.nanoTime().getAsLong();
    }

    /// The others have been told that this one lives.
    ///
    /// @param asked when they began to be told, by the replica's clock
    void heard(long asked, int alive, Collection<Counted> all, Instant now) {
        if (asked - heardAt >= TRUSTED.toNanos()) {
            all.forEach(each -> forget(each, now.getEpochSecond()));
        }
        replicas = Math.max(1, alive);
        heardAt = asked;
    }

    /// Others may hold by now what was held here and not used.
    private static void forget(Counted counted, long second) {
        counted.lock();
        try {
            counted.part().keep(counted.used(counted.part().allowed(), second));
        } finally {
            counted.unlock();
        }
    }

    /// Whether the store is out of reach: then each replica has an equal part.
    boolean cutOff() {
        return replica.cutOff().getAsBoolean()
                || replica.nanoTime().getAsLong() - heardAt >= TRUSTED.toNanos();
    }

    long equalPart(long limit) {
        return limit / replicas;
    }

    Duration patience() {
        return replica.patience();
    }

    /// Takes the right to ask for what these lack. Needs the locks.
    List<Wish> startAsking(List<Line> lacking, Instant now) {
        List<Wish> wishes = new ArrayList<>(lacking.size());
        for (Line line : lacking) {
            long limit = line.limit().limit();
            long used = line.counted().used(limit, now.getEpochSecond());
            long before = Math.max(line.counted().part().held(), used);
            wishes.add(wish(line.counted(), limit, before, used, lacking(line, now), now));
        }
        return wishes;
    }

    /// How much more has to be held for this. Needs the locks.
    static long lacking(Line line, Instant now) {
        long used = line.counted().used(line.limit().limit(), now.getEpochSecond());
        return Math.max(0, used + line.amount() - Math.max(line.counted().part().held(), used));
    }

    private Wish wish(
            Counted counted, long limit, long before, long used, long least, Instant now) {
        HeldPart part = counted.part();
        long remainder = limit - before - part.others();
        long wanted;
        if (limit < SMALL) {
            wanted = least * (1 + part.waiting());
        } else if (part.thin(now.toEpochMilli())) {
            wanted = least;
        } else {
            wanted = replicas == 1 ? limit - before : remainder / (2L * replicas);
        }
        return asking(counted, limit, before, used, least, Math.max(least, wanted));
    }

    private Wish asking(
            Counted counted, long limit, long before, long used, long least, long wanted) {
        counted.part().ask(before + wanted);
        return new Wish(
                counted.name(), limit, before, used, least, wanted, order.incrementAndGet());
    }

    /// Asks the store.
    ///
    /// @return one part for each wish; none if the store is away
    List<Part> ask(List<Counted> asking, List<Wish> wishes, Instant now) {
        List<Part> parts = List.of();
        try {
            parts = replica.parts().hold(replica.instance(), wishes);
        } catch (StorageUnavailable _) {
            // Nobody knows what was given: the next wish tells what is held.
        } finally {
            for (int i = 0; i < asking.size(); i++) {
                boolean answered = i < parts.size();
                ended(
                        asking.get(i),
                        answered ? Optional.of(parts.get(i)) : Optional.empty(),
                        wishes.get(i).least(),
                        now);
            }
        }
        return parts;
    }

    private static void ended(Counted counted, Optional<Part> answer, long least, Instant now) {
        counted.lock();
        try {
            answer.ifPresent(part -> answered(counted, part, least, now.toEpochMilli()));
            counted.stopAsking();
        } finally {
            counted.unlock();
        }
    }

    private static void answered(Counted counted, Part part, long least, long now) {
        counted.part().answered(part);
        if (!part.enough()) {
            boolean soon = mayComeBack(counted);
            counted.part().shortUntil(now + (soon ? SOON_MILLIS : SHORT_MILLIS), least);
        }
    }

    /// Whether others may give some of it back in a moment: a place among parallel calls, or what
    /// they do not use. Needs the lock.
    static boolean mayComeBack(Counted counted) {
        return counted.kind() == RateLimit.Kind.PARALLEL || counted.part().idleElsewhere();
    }

    /// Gives back what others wait for, what nobody uses and what small limits do not need, and
    /// asks ahead where much is used.
    ///
    /// @throws StorageUnavailable if the store is away; nothing is lost
    void tend(Collection<Counted> all, Instant now) {
        List<Counted> held = all.stream().filter(each -> !each.part().empty()).toList();
        if (held.isEmpty() || cutOff()) {
            return;
        }
        Set<String> recalled = replica.parts().recalled(replica.instance());
        List<Counted> asking = new ArrayList<>();
        List<Wish> wishes = new ArrayList<>();
        for (Counted counted : held) {
            if (wishes.size() == MOST_TOLD) {
                break;
            }
            counted.lock();
            try {
                List<Wish> wish = tended(counted, recalled.contains(counted.name()), now);
                if (!wish.isEmpty()) {
                    asking.add(counted);
                    wishes.addAll(wish);
                }
            } finally {
                counted.unlock();
            }
        }
        if (!wishes.isEmpty()) {
            List<Part> _ = ask(asking, wishes, now);
        }
    }

    /// Gives back everything: the gateway closes, and calls have ended.
    void close(Collection<Counted> all, Instant now) {
        List<Counted> held = all.stream().filter(each -> !each.part().empty()).toList();
        for (int i = 0; i < held.size(); i += MOST_TOLD) {
            List<Counted> some = held.subList(i, Math.min(held.size(), i + MOST_TOLD));
            List<Part> _ = ask(some, some.stream().map(each -> last(each, now)).toList(), now);
        }
    }

    private Wish last(Counted counted, Instant now) {
        counted.lock();
        try {
            long used = counted.used(counted.part().allowed(), now.getEpochSecond());
            counted.part().keep(used);
            return asking(counted, counted.part().allowed(), used, used, 0, 0);
        } finally {
            counted.unlock();
        }
    }

    private List<Wish> tended(Counted counted, boolean recalled, Instant now) {
        HeldPart part = counted.part();
        long limit = part.allowed();
        long used = counted.used(limit, now.getEpochSecond());
        if (part.asking()) {
            return List.of();
        }
        if (recalled) {
            part.thinUntil(now.toEpochMilli() + THIN_MILLIS);
        }
        if (recalled || limit < SMALL || part.unusedFor(IDLE_MILLIS, now.toEpochMilli())) {
            part.keep(used);
        }
        long before = Math.max(part.held(), used);
        boolean low = runsLow(part, before - used, limit - before - part.others(), now);
        if (low) {
            return List.of(wish(counted, limit, before, used, 0, now));
        }
        return recalled || part.overbooked() || used > part.held()
                ? List.of(asking(counted, limit, before, used, 0, 0))
                : List.of();
    }

    private static boolean runsLow(HeldPart part, long left, long remainder, Instant now) {
        return part.allowed() >= SMALL
                && !part.thin(now.toEpochMilli())
                && !part.knownShort(Long.MAX_VALUE, now.toEpochMilli())
                && !part.unusedFor(ACTIVE_MILLIS, now.toEpochMilli())
                && remainder > 0
                && left < Math.max(1, remainder / 8);
    }
}
