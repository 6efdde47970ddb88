package dev.tollgate.application.limit;

import dev.tollgate.application.port.out.LimitParts.Part;

/// The part that this replica holds of a limit which others share. Moments are milliseconds of one
/// clock. Not thread-safe: whoever has its [Counted] locked uses it.
final class HeldPart {
    private static final long NEVER = Long.MIN_VALUE / 2;

    /// What may be used up here.
    private long held;

    /// What the store takes to be held here, or more.
    private volatile long booked;

    private long others;
    private long idle;
    private long allowed;
    private long usedAt = NEVER;
    private long thinUntil = NEVER;
    private long shortUntil = NEVER;
    private long shortOf;
    private int waiting;
    private boolean asking;

    long held() {
        return held;
    }

    long others() {
        return others;
    }

    /// Whether others hold some of it that they do not use, as far as they have told: they are
    /// about to give it back.
    boolean idleElsewhere() {
        return idle > 0;
    }

    /// The limit as it was when it was last asked for.
    long allowed() {
        return allowed;
    }

    void usedAt(long now, long limit) {
        usedAt = now;
        allowed = limit;
    }

    boolean unusedFor(long length, long now) {
        return now - usedAt >= length;
    }

    /// Whether nothing is held, as far as anybody knows. Needs no lock.
    boolean empty() {
        return booked == 0;
    }

    boolean asking() {
        return asking;
    }

    /// The store is asked, by one at a time.
    ///
    /// @param hoped what it may have given although no answer comes
    void ask(long hoped) {
        asking = true;
        booked = Math.max(booked, hoped);
    }

    void stopAsking() {
        asking = false;
    }

    void answered(Part part) {
        held = part.held();
        booked = part.held();
        others = part.others();
        idle = part.idle();
    }

    /// Whether the store has to be told that less is held than it knows.
    boolean overbooked() {
        return booked > held;
    }

    /// No more than this is used from now on.
    void keep(long most) {
        held = Math.min(held, most);
    }

    /// Others need it: for a while no more is asked for than is needed.
    void thinUntil(long moment) {
        thinUntil = moment;
    }

    boolean thin(long now) {
        return now < thinUntil;
    }

    /// The store had less than this: it is not asked for as much again before.
    void shortUntil(long moment, long least) {
        shortUntil = moment;
        shortOf = least;
    }

    /// Whether the store was found to have less than this not long ago.
    boolean knownShort(long least, long now) {
        return now < shortUntil && least >= shortOf;
    }

    void waits(int more) {
        waiting += more;
    }

    /// Calls that wait for it.
    int waiting() {
        return waiting;
    }
}
