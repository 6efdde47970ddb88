package dev.tollgate.application.testkit;

import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.MockedFailure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Builds what a caller decides for one call: `overrides().retries(0).build()`.
public final class OverridesFixture {
    private int retries = CallOverrides.UNSET;
    private Duration timeout = Duration.ZERO;
    private int maxFallbacks = CallOverrides.UNSET;
    private List<FallbackTarget> fallbacks = List.of();
    private Set<MockedFailure> mocked = Set.of();

    private OverridesFixture() {}

    public static OverridesFixture overrides() {
        return new OverridesFixture();
    }

    public OverridesFixture retries(int times) {
        retries = times;
        return this;
    }

    public OverridesFixture within(Duration its) {
        timeout = its;
        return this;
    }

    public OverridesFixture maxFallbacks(int groups) {
        maxFallbacks = groups;
        return this;
    }

    public OverridesFixture fallingBackTo(FallbackTarget... targets) {
        fallbacks = List.of(targets);
        return this;
    }

    public OverridesFixture mocking(MockedFailure... failures) {
        mocked = Set.of(failures);
        return this;
    }

    public CallOverrides build() {
        return new CallOverrides(
                retries,
                timeout,
                Duration.ZERO,
                false,
                maxFallbacks,
                fallbacks,
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(),
                mocked);
    }
}
