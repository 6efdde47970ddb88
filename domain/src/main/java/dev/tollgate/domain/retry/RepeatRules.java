package dev.tollgate.domain.retry;

import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.retry.Situation.Beyond;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Decides what follows a failed attempt. Whoever has not failed yet comes before whoever has, and
/// only who is asked again is given time. No side effects.
public final class RepeatRules {
    /// Repeats of one's own before a stand-in, unless somebody gave a number of retries.
    private static final int BEFORE_STAND_IN = 1;

    private RepeatRules() {}

    /// What the call does now.
    public static Next after(RetryRules rules, Situation now, RandomGenerator random) {
        ProviderFailure failure = now.failure();
        boolean helps =
                now.allowance().byPolicy()
                        || RetryRules.retryable(failure.kind(), failure.status(), now.others());
        if (!helps || now.retries() >= now.allowance().retries() || now.attemptsLeft() < 1) {
            return new Next.Leave();
        }
        if (now.another()) {
            return new Next.Another();
        }
        if (!mayRepeat(rules, now)) {
            return new Next.Leave();
        }
        Duration wait = rules.waitBefore(now.repeats(), now.last(), random);
        boolean fits = wait.compareTo(now.timeLeft()) < 0 && now.out().compareTo(wait) <= 0;
        return fits ? new Next.Again(wait) : new Next.Leave();
    }

    /// Whether a deployment that this call has asked may be asked again.
    private static boolean mayRepeat(RetryRules rules, Situation now) {
        if (asksForMore(rules, now.last())) {
            return false;
        }
        boolean elsewhere = now.beyond() != Beyond.NOTHING;
        if (elsewhere && (now.attemptsLeft() < 2 || now.repeats() >= repeatsBefore(now))) {
            return false;
        }
        boolean silent = now.last().kind() == FailureKind.TIMEOUT;
        return now.allowance().byPolicy() && !silent || worthAnother(now.last(), elsewhere);
    }

    /// Whether a provider wants to be left alone for longer than a caller is made to wait.
    private static boolean asksForMore(RetryRules rules, ProviderFailure failure) {
        return failure.retryAfter()
                .map(asked -> asked.compareTo(rules.longestRetryAfter()) > 0)
                .orElse(false);
    }

    private static int repeatsBefore(Situation now) {
        if (now.allowance().explicit()) {
            return now.allowance().retries();
        }
        return now.beyond() == Beyond.LEVEL ? 0 : BEFORE_STAND_IN;
    }

    /// Whether the same deployment may do better a moment later.
    private static boolean worthAnother(ProviderFailure failure, boolean elsewhere) {
        return switch (failure.kind()) {
            case TIMEOUT -> !elsewhere;
            case RATE_LIMIT -> !elsewhere || failure.retryAfter().isPresent();
            case INTERNAL, BAD_GATEWAY, UNAVAILABLE, API, CONNECTION, MALFORMED_REPLY -> true;
            case BAD_REQUEST,
                    UNSUPPORTED_PARAMS,
                    CONTEXT_WINDOW,
                    CONTENT_POLICY,
                    AUTHENTICATION,
                    PERMISSION,
                    NOT_FOUND,
                    UNPROCESSABLE ->
                    false;
        };
    }
}
