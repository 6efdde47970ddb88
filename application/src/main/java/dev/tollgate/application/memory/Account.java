package dev.tollgate.application.memory;

/// Nano-dollars of one account.
final class Account {
    private long settled;
    private long leased;

    long settled() {
        return settled;
    }

    long leased() {
        return leased;
    }

    void settle(long change) {
        settled = Math.addExact(settled, change);
    }

    void lease(long change) {
        leased = Math.addExact(leased, change);
    }
}
