package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.Attribution;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.call.OutputWish;
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
import java.util.concurrent.atomic.AtomicInteger;

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

    private static ModelCall aLongCall() {
        Letter letter = new Letter(Dialect.OPENAI_CHAT, new byte[5000], List.of());
        return new ModelCall(
                "call-1",
                Caller.MASTER,
                "chat",
                false,
                false,
                CallOverrides.NONE,
                HeaderLines.NONE,
                letter);
    }

    @Test
    void a_prompt_that_fits_nowhere_goes_to_the_stand_ins_for_long_prompts() {
        gateway.with(aDeployment("small").reading(4096), aDeployment("b").serving("large"))
                .withRouting(rules(TagRules.OFF, true, false));
        gateway.prompts = (_, _) -> 4097;
        gateway.provider.always("small", ScriptedProvider.whole("small"));
        gateway.provider.always("b", ScriptedProvider.whole("large"));

        assertThat(gateway.asks(aLongCall(), new RecordingCaller()).failure())
                .isInstanceOf(CallFailure.PromptTooLong.class);
        gateway.withFallbacks(
                new FallbackChains(
                        Map.of(),
                        Map.of("chat", FallbackTarget.of(List.of("large"))),
                        Map.of(),
                        false,
                        5));
        assertThat(gateway.asks(aLongCall(), new RecordingCaller()).heard())
                .containsExactly("whole:large");
    }

    @Test
    void a_prompt_is_counted_only_where_its_bytes_may_be_too_many() {
        AtomicInteger counted = new AtomicInteger();
        gateway.prompts = (_, _) -> counted.incrementAndGet();
        gateway.provider.always("a", ScriptedProvider.whole("yes"));
        gateway.with(aDeployment("a").reading(4096));

        gateway.asks(aLongCall(), new RecordingCaller());
        assertThat(counted).as("without pre-call checks").hasValue(0);

        gateway.withRouting(rules(TagRules.OFF, true, false));
        gateway.with(aDeployment("a").reading(5000));
        gateway.asks(aLongCall(), new RecordingCaller());
        assertThat(counted).as("where the bytes are no more than the window").hasValue(0);

        gateway.with(aDeployment("a").reading(4999));
        gateway.asks(aLongCall(), new RecordingCaller());
        assertThat(counted).hasValue(1);
    }

    @Test
    void the_callers_program_chooses_where_patterns_say_so() {
        gateway.with(aDeployment("any"), aDeployment("coding").forUserAgents("claude-code"))
                .withRouting(rules(new TagRules(true, true), false, false));
        gateway.provider.always("coding", ScriptedProvider.whole("yes"));
        ModelCall call =
                new ModelCall(
                        "call-1",
                        Caller.MASTER,
                        "chat",
                        false,
                        false,
                        CallOverrides.NONE,
                        OutputWish.UNSAID,
                        Attribution.NONE,
                        HeaderLines.NONE,
                        "claude-code/2.1",
                        new Letter(Dialect.OPENAI_CHAT, new byte[2], List.of()));

        assertThat(gateway.asks(call, new RecordingCaller()).heard()).containsExactly("whole:yes");
    }
}
