package dev.tollgate.application.manage;

import dev.tollgate.domain.entity.Fields;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/// What the configuration says about management.
///
/// @param zone in which budgets begin anew (`timezone`)
/// @param keyDefaults `default_key_generate_params`
/// @param keyBounds `upperbound_key_generate_params`
/// @param personalKeys `key_generation_settings.personal_key_generation`
/// @param teamKeys `key_generation_settings.team_key_generation`
/// @param userDefaults `default_internal_user_params`; `max_internal_user_budget` and
///   `internal_user_budget_duration` stand in it as `max_budget` and `budget_duration`
/// @param teamDefaults `default_team_params`
/// @param strictAliases `enable_key_alias_format_validation`
/// @param shortestOwnKey characters that a key has at least that a caller made up
/// @param keyNames whether a key's last four characters are kept to be shown
public record ManagementRules(
        ZoneId zone,
        Fields keyDefaults,
        Fields keyBounds,
        Issuing personalKeys,
        Issuing teamKeys,
        Fields userDefaults,
        Fields teamDefaults,
        boolean strictAliases,
        int shortestOwnKey,
        boolean keyNames) {
    /// What members may be permitted to do with their team's keys.
    public static final List<String> PERMISSIONS =
            List.of(
                    "/key/info",
                    "/key/health",
                    "/key/list",
                    "/key/generate",
                    "/key/service-account/generate",
                    "/key/update",
                    "/key/delete",
                    "/key/regenerate",
                    "/team/daily/activity");

    public static final ManagementRules DEFAULT =
            new ManagementRules(
                    ZoneOffset.UTC,
                    Fields.NONE,
                    Fields.NONE,
                    Issuing.FREE,
                    Issuing.FREE,
                    Fields.NONE,
                    Fields.NONE,
                    false,
                    16,
                    true);

    /// Who may issue keys of one sort, and what such keys must have.
    ///
    /// @param roles `allowed_user_roles` or `allowed_team_member_roles`; empty: all
    /// @param required fields that must be given
    public record Issuing(Set<String> roles, List<String> required) {
        public static final Issuing FREE = new Issuing(Set.of(), List.of());

        public Issuing {
            roles = Set.copyOf(roles);
            required = List.copyOf(required);
        }
    }
}
