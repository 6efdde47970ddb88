package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.routing.TagRules;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a plan that leaves deployments out means to a caller.
class RoutedCallsTest {
    private final TestGateway gateway = new TestGateway();

    private static RoutingRules rules(TagRules tags, boolean preCallChecks, boolean enforced) {
        return new RoutingRules(
                new RoutingStrategy.SimpleShuffle(),
                tags,
                preCallChecks,
                enforced,
                Duration.ZERO,
                RoutingRules.DEFAULT_EASING);
    }

    private RecordingCaller asksTagged(String model, String... tags) {
        CallOverrides none = CallOverrides.NONE;
        CallOverrides overrides =
                new CallOverrides(
                        none.numRetries(),
                        none.timeout(),
                        none.streamTimeout(),
                        false,
                        none.maxFallbacks(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        List.of(),
                        List.of(),
                        List.of(tags),
                        Set.of());
        return gateway.asks(aCall(model, false, overrides), new RecordingCaller());
    }

    @Test
    void the_callers_tags_choose_the_deployment() {
        gateway.with(aDeployment("eu").tagged("eu"), aDeployment("us").tagged("us"))
                .withRouting(rules(new TagRules(true, true), false, false));
        gateway.provider.always("us", ScriptedProvider.whole("from us"));

        assertThat(asksTagged("chat", "us").heard()).containsExactly("whole:from us");
        assertThat(asksTagged("chat", "asia").failure())
                .isInstanceOf(CallFailure.NotAllowedByTags.class);
    }

    @Test
    void enforced_limits_refuse_without_using_anything_up_until_the_next_minute() {
        gateway.with(aDeployment("a").withRpm(1))
                .withRouting(rules(TagRules.OFF, false, true))
                .withRetries(0);
        gateway.provider.always("a", ScriptedProvider.whole("yes"));

        assertThat(gateway.asks("chat").heard()).containsExactly("whole:yes");
        assertThat(gateway.asks("chat").failure()).isInstanceOf(CallFailure.LimitsUsedUp.class);
        gateway.passes(Duration.ofSeconds(60));
        assertThat(gateway.asks("chat").heard()).containsExactly("whole:yes");
    }

    @Test
    void fallbacks_run_where_limits_are_used_up() {
        gateway.with(aDeployment("a").withRpm(1), aDeployment("b").serving("other"))
                .withRouting(rules(TagRules.OFF, false, true))
                .withFallbacks(
                        new FallbackChains(
                                Map.of("chat", FallbackTarget.of(List.of("other"))),
                                Map.of(),
                                Map.of(),
                                false,
                                5));
        gateway.provider.always("a", ScriptedProvider.whole("first"));
        gateway.provider.always("b", ScriptedProvider.whole("second"));

        assertThat(gateway.asks("chat").heard()).containsExactly("whole:first");
        assertThat(gateway.asks("chat").heard()).containsExactly("whole:second");
    }
}
