package dev.tollgate.application.call;

import dev.tollgate.application.port.out.Pause;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.MockedFailure;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The failures that a caller asked for, in LiteLLM's words. No deployment is asked, and none is
/// blamed.
final class MockedFailures {
    private final Set<MockedFailure> wanted;
    private final Pause pause;
    private final Cancellation cancellation;

    MockedFailures(ModelCall call, Pause pause, Cancellation cancellation) {
        this.wanted = call.overrides().mocked();
        this.pause = pause;
        this.cancellation = cancellation;
    }

    /// The failure of the whole group that was asked for.
    static Optional<ProviderFailure> ofGroup(ModelCall call, String asked) {
        Set<MockedFailure> wanted = call.overrides().mocked();
        String words = "This is a mock exception for model=" + asked + ", to trigger a fallback.";
        if (wanted.contains(MockedFailure.FALLBACKS)) {
            return Optional.of(failure(FailureKind.INTERNAL, 500, words));
        }
        if (wanted.contains(MockedFailure.CONTEXT_WINDOW)) {
            return Optional.of(failure(FailureKind.CONTEXT_WINDOW, 400, words));
        }
        return wanted.contains(MockedFailure.CONTENT_POLICY)
                ? Optional.of(failure(FailureKind.CONTENT_POLICY, 400, words))
                : Optional.empty();
    }

    /// The failure of one attempt, after it took as long as such a failure takes.
    ///
    /// @param first whether it is the call's first attempt
    Optional<ProviderFailure> ofAttempt(boolean first, String group, Duration timeout) {
        if (wanted.contains(MockedFailure.RATE_LIMIT) && first) {
            String words =
                    "This is a mock exception for model=%s, to trigger a rate limit error."
                            .formatted(group);
            return Optional.of(failure(FailureKind.RATE_LIMIT, 429, words));
        }
        if (wanted.contains(MockedFailure.TIMEOUT)) {
            pause.pause(timeout, cancellation);
            return Optional.of(failure(FailureKind.TIMEOUT, 408, "This is a mock timeout error"));
        }
        return Optional.empty();
    }

    private static ProviderFailure failure(FailureKind kind, int status, String words) {
        return ProviderFailure.of(kind, status, "", words);
    }
}
