package dev.tollgate.application.setup;

/// How many calls may run at once; 0 means any number.
///
/// @param perCaller `max_parallel_requests`
/// @param global `global_max_parallel_requests`
public record ParallelLimits(int perCaller, int global) {
    public static final ParallelLimits NONE = new ParallelLimits(0, 0);

    public ParallelLimits {
        if (perCaller < 0 || global < 0) {
            throw new IllegalArgumentException(
                    "parallel limits must not be negative: %d, %d".formatted(perCaller, global));
        }
    }
}
