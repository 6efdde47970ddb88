package dev.tollgate.bootstrap.settings;

import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.retry.RetryRules;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads how often and after which wait an attempt is repeated.
final class RetryReader {
    private static final Duration MOST = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_ATTEMPTS = 1000;
    private static final String GROUP_POLICIES = "model_group_retry_policy";

    private final Homes homes;

    RetryReader(Homes homes) {
        this.homes = homes;
    }

    RetryRules read(ModelNames names) {
        Source retries =
                Source.first(
                        homes.router("num_retries"),
                        homes.litellm("num_retries"),
                        homes.variable("DEFAULT_MAX_RETRIES"));
        return new RetryRules(
                retries.whole(0, FailureClass.MOST_RETRIES, RetryRules.DEFAULT_RETRIES),
                retries.present(),
                homes.router("retry_after").duration(Duration.ZERO, MOST, Duration.ZERO),
                homes.own("longest_retry_after")
                        .duration(Duration.ZERO, HOUR, RetryRules.DEFAULT_LONGEST_RETRY_AFTER),
                homes.own("max_attempts").whole(1, MOST_ATTEMPTS, RetryRules.DEFAULT_MAX_ATTEMPTS),
                homes.router()
                        .section("retry_policy", "retry_policy")
                        .map(FailureClass::retries)
                        .orElse(Map.of()),
                groupPolicies(names));
    }

    private Map<String, Map<FailureKind, Integer>> groupPolicies(ModelNames names) {
        Map<String, Map<FailureKind, Integer>> policies = new LinkedHashMap<>();
        homes.router()
                .section(GROUP_POLICIES, GROUP_POLICIES)
                .ifPresent(
                        groups -> {
                            for (String group : groups.fields().keySet()) {
                                if (!names.known(group)) {
                                    groups.warn(
                                            group,
                                            "no model is called \""
                                                    + group
                                                    + "\"; the policy is never used.",
                                            names.question(group));
                                }
                                groups.section(group, "retry_policy")
                                        .ifPresent(
                                                policy ->
                                                        policies.put(
                                                                group,
                                                                FailureClass.retries(policy)));
                            }
                        });
        return policies;
    }
}
