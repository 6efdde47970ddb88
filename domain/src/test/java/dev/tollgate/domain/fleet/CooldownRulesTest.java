package dev.tollgate.domain.fleet;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fleet.CooldownRules.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

class CooldownRulesTest {
    private static final Deployment EAST = aDeployment("east").build();

    private static ProviderFailure failure(FailureKind kind, String... headers) {
        return new ProviderFailure(kind, 500, "openai", "no", "", "", "", HeaderLines.of(headers));
    }

    private static Duration after(FailureKind kind, int good, int bad, boolean others) {
        return CooldownRules.DEFAULT.after(failure(kind), EAST, new Window(good, bad), bad, others);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT, 0, 1, true, true",
        "RATE_LIMIT, 0, 1, false, false",
        "AUTHENTICATION, 0, 1, false, true",
        "NOT_FOUND, 0, 1, false, true",
        "INTERNAL, 0, 4, true, false",
        "INTERNAL, 0, 5, true, true",
        "CONNECTION, 2, 3, true, true",
        "INTERNAL, 3, 3, true, false",
        "INTERNAL, 0, 999, false, false",
        "INTERNAL, 0, 1000, false, true",
        "BAD_REQUEST, 0, 5000, true, false",
        "CONTENT_POLICY, 0, 5000, true, false",
    })
    void the_default_rules_cool_by_kind_and_share(
            FailureKind kind, int good, int bad, boolean others, boolean cools) {
        assertThat(after(kind, good, bad, others))
                .isEqualTo(cools ? Duration.ofSeconds(5) : Duration.ZERO);
    }

    @Test
    void allowed_fails_counts_failures_for_single_deployments_too() {
        CooldownRules rules = new CooldownRules(Duration.ofSeconds(20), 2, Map.of());
        ProviderFailure failure = failure(FailureKind.INTERNAL);

        assertThat(rules.after(failure, EAST, new Window(90, 2), 2, false)).isZero();
        assertThat(rules.after(failure, EAST, new Window(90, 3), 3, false))
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void three_allowed_fails_are_three_when_somebody_said_so() {
        CooldownRules rules = new CooldownRules(Duration.ofSeconds(20), 3, Map.of());
        ProviderFailure refused = failure(FailureKind.AUTHENTICATION);

        assertThat(rules.after(refused, EAST, new Window(0, 3), 3, true)).isZero();
        assertThat(rules.after(refused, EAST, new Window(0, 4), 4, true)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        // an entry of its own, 0: the first failure is too many
        "TIMEOUT, 1, true",
        // an entry beats allowed_fails, upwards too
        "RATE_LIMIT, 5, false",
        "RATE_LIMIT, 6, true",
        // no entry: allowed_fails
        "INTERNAL, 2, false",
        "INTERNAL, 3, true",
        // what may be the caller's fault never counts
        "BAD_REQUEST, 100, false",
    })
    void the_policy_beats_allowed_fails_by_the_kind_of_failure(
            FailureKind kind, int fails, boolean cools) {
        CooldownRules rules =
                new CooldownRules(
                        Duration.ofSeconds(20),
                        2,
                        Map.of(
                                FailureKind.TIMEOUT,
                                0,
                                FailureKind.RATE_LIMIT,
                                5,
                                FailureKind.BAD_REQUEST,
                                0));

        assertThat(rules.after(failure(kind), EAST, new Window(90, fails), fails, false).isZero())
                .isEqualTo(!cools);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION, 0, 5, true",
        "AUTHENTICATION, 0, 5, true",
        "AUTHENTICATION, 0, 1, false",
        "INTERNAL, 2, 3, true",
        "INTERNAL, 3, 3, false",
        "NOT_FOUND, 0, 5, false",
        "RATE_LIMIT, 0, 5, false",
        "TIMEOUT, 0, 5, false",
    })
    void behind_a_pattern_only_what_speaks_of_the_address_or_the_key_cools(
            FailureKind kind, int good, int bad, boolean cools) {
        Deployment any = aDeployment("any").serving("openai/*").build();

        assertThat(
                        CooldownRules.DEFAULT.after(
                                failure(kind), any, new Window(good, bad), bad, true))
                .isEqualTo(cools ? Duration.ofSeconds(5) : Duration.ZERO);
    }

    @Test
    void the_provider_says_how_long_and_the_deployments_own_time_beats_it() {
        ProviderFailure failure = failure(FailureKind.AUTHENTICATION, "retry-after", "30");
        Deployment own = aDeployment("own").coolingFor(Duration.ofSeconds(2)).build();
        Deployment never = aDeployment("never").coolingFor(Duration.ZERO).build();
        Window window = new Window(0, 1);

        assertThat(CooldownRules.DEFAULT.after(failure, EAST, window, 1, true))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(CooldownRules.DEFAULT.after(failure, own, window, 1, true))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(CooldownRules.DEFAULT.after(failure, never, window, 1, true)).isZero();
        assertThat(CooldownRules.NEVER.after(failure, EAST, window, 1, true)).isZero();
    }

    @Test
    void no_provider_can_keep_a_deployment_out_for_more_than_an_hour() {
        ProviderFailure failure = failure(FailureKind.AUTHENTICATION, "retry-after", "999999");

        assertThat(CooldownRules.DEFAULT.after(failure, EAST, new Window(0, 1), 1, true))
                .isEqualTo(Duration.ofHours(1));
    }
}
