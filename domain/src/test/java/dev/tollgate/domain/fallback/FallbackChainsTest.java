package dev.tollgate.domain.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.failure.FailureKind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class FallbackChainsTest {
    private static final FallbackChains CHAINS =
            new FallbackChains(
                    Map.of("a", targets("b", "a"), "*", targets("z")),
                    Map.of("a", targets("long")),
                    Map.of(),
                    false,
                    5);

    private static List<FallbackTarget> targets(String... models) {
        return FallbackTarget.of(List.of(models));
    }

    private static CallOverrides caller(boolean disabled, List<String> fallbacks) {
        return new CallOverrides(
                CallOverrides.UNSET,
                Duration.ZERO,
                Duration.ZERO,
                disabled,
                CallOverrides.UNSET,
                FallbackTarget.of(fallbacks),
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(),
                Set.of());
    }

    private static List<String> models(List<FallbackTarget> targets) {
        return targets.stream().map(FallbackTarget::model).toList();
    }

    private static List<String> after(String group, String asked, FailureKind kind) {
        return models(CHAINS.after(group, asked, kind, CallOverrides.NONE));
    }

    @Test
    void a_groups_own_entry_is_used_without_the_group_itself() {
        assertThat(after("a", "a", FailureKind.INTERNAL)).containsExactly("b");
    }

    @Test
    void the_star_serves_groups_without_an_entry() {
        assertThat(after("other", "other", FailureKind.RATE_LIMIT)).containsExactly("z");
    }

    @Test
    void an_alias_finds_the_entry_of_its_group_and_a_prefix_is_ignored() {
        assertThat(after("a", "alias", FailureKind.INTERNAL)).containsExactly("b");
        assertThat(after("openai/a", "openai/a", FailureKind.INTERNAL)).containsExactly("b", "a");
    }

    @Test
    void prompts_too_long_use_their_own_chains_once_there_are_any() {
        assertThat(after("a", "a", FailureKind.CONTEXT_WINDOW)).containsExactly("long");
        assertThat(after("other", "other", FailureKind.CONTEXT_WINDOW)).isEmpty();
    }

    @Test
    void a_refusal_by_content_policy_never_goes_to_the_general_chains() {
        assertThat(after("a", "a", FailureKind.CONTENT_POLICY)).isEmpty();
    }

    @Test
    void unless_the_operator_wants_it_so() {
        FallbackChains chains =
                new FallbackChains(CHAINS.general(), Map.of(), Map.of(), true, CHAINS.maxDepth());

        assertThat(models(chains.after("a", "a", FailureKind.CONTENT_POLICY, CallOverrides.NONE)))
                .containsExactly("b");
    }

    @Test
    void the_callers_list_replaces_the_configured_one_and_the_caller_may_want_none() {
        assertThat(
                        models(
                                CHAINS.after(
                                        "a",
                                        "a",
                                        FailureKind.INTERNAL,
                                        caller(false, List.of("mine")))))
                .containsExactly("mine");
        assertThat(CHAINS.after("a", "a", FailureKind.INTERNAL, caller(true, List.of("mine"))))
                .isEmpty();
    }
}
