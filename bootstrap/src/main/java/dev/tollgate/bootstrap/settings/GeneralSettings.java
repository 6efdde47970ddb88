package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.http.envelope.Forwarding;
import dev.tollgate.application.setup.HealthRules;
import dev.tollgate.application.setup.ParallelLimits;
import dev.tollgate.domain.access.Secret;

import java.time.Duration;

/// `general_settings`.
///
/// @param masterKey the administrator's key; empty if none is configured
/// @param permitWeakOrUnsetMasterKey `dangerously_permit_weak_or_unset_master_key`
/// @param allowMockTesting `dangerously_allow_mock_testing_request_params`
/// @param completionModel model of every chat call, whatever the caller asks for; empty: the
///   caller's
/// @param parallel `max_parallel_requests`, `global_max_parallel_requests`
/// @param keyHeaderName header that carries the caller's key; empty: the usual ones
/// @param forwarding which of the caller's headers go on to providers
/// @param alwaysIncludeStreamUsage give the usage of a stream also to callers who did not ask
public record GeneralSettings(
        Secret masterKey,
        boolean permitWeakOrUnsetMasterKey,
        boolean allowMockTesting,
        String completionModel,
        ParallelLimits parallel,
        String keyHeaderName,
        Forwarding forwarding,
        boolean alwaysIncludeStreamUsage,
        HealthChecks healthChecks,
        AlertSettings alerts) {
    public static final GeneralSettings DEFAULT =
            new GeneralSettings(
                    Secret.NONE,
                    false,
                    false,
                    "",
                    ParallelLimits.NONE,
                    "",
                    Forwarding.NOTHING,
                    false,
                    HealthChecks.DEFAULT,
                    AlertSettings.NONE);

    /// Background checks of deployments.
    ///
    /// @param background `background_health_checks`
    /// @param interval time between two rounds
    /// @param details whether answers name what was probed
    /// @param concurrency probes at once
    /// @param ignoreTransient `health_check_ignore_transient_errors`
    public record HealthChecks(
            boolean background,
            Duration interval,
            boolean details,
            int concurrency,
            boolean ignoreTransient) {
        public static final HealthChecks DEFAULT =
                new HealthChecks(
                        false,
                        HealthRules.DEFAULT_INTERVAL,
                        true,
                        HealthRules.DEFAULT_CONCURRENCY,
                        false);
    }
}
