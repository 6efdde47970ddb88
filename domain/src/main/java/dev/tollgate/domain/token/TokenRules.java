package dev.tollgate.domain.token;

import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Map;

/// What the operator says of tokens: where in them what stands, and who may do what.
///
/// @param enabled whether tokens are taken at all
/// @param names where in a token it stands
/// @param issuers the same for tokens of some issuers (`iss`)
/// @param adminScope whoever has it may do everything; empty: nobody by a scope
/// @param adminRoutes the routes of those, as keys name them
/// @param teamRoutes the routes of tokens that name a team
/// @param defaultTeam of tokens that name none; empty: none
/// @param teamNeeded whether a token without a team is refused
/// @param emailDomain the only one whose addresses are let in; empty: all
/// @param userRoles of which a user needs one; empty: none is needed
/// @param keyClaim by which keys stand for tokens
/// @param ownTeams when the teams that the user is a member of count
public record TokenRules(
        boolean enabled,
        ClaimNames names,
        Map<String, ClaimNames> issuers,
        String adminScope,
        List<String> adminRoutes,
        List<String> teamRoutes,
        String defaultTeam,
        boolean teamNeeded,
        String emailDomain,
        List<String> userRoles,
        Mappings mappings,
        Enrolment enrolment,
        OwnTeams ownTeams,
        KeyClaim keyClaim) {
    public static final String ADMIN_SCOPE = "litellm_proxy_admin";
    public static final List<String> ADMIN_ROUTES =
            List.of(
                    "management_routes",
                    "spend_tracking_routes",
                    "global_spend_tracking_routes",
                    "info_routes");
    public static final List<String> TEAM_ROUTES =
            List.of("openai_routes", "info_routes", "mcp_routes");

    /// Tokens are not taken.
    public static final TokenRules OFF =
            new TokenRules(
                    false,
                    ClaimNames.NONE,
                    Map.of(),
                    ADMIN_SCOPE,
                    ADMIN_ROUTES,
                    TEAM_ROUTES,
                    "",
                    false,
                    "",
                    List.of(),
                    Mappings.NONE,
                    Enrolment.NONE,
                    OwnTeams.NEVER,
                    KeyClaim.NONE);

    public TokenRules {
        issuers = Map.copyOf(issuers);
        adminRoutes = List.copyOf(adminRoutes);
        teamRoutes = List.copyOf(teamRoutes);
        userRoles = List.copyOf(userRoles);
    }

    ClaimNames namesFor(Fields claims) {
        return issuers.getOrDefault(claims.text("iss"), names);
    }

    /// Where in a token it stands.
    ///
    /// @param object a user's or a team's id, whichever the token's role makes it
    /// @param team the one team, or the first of several
    /// @param teams more teams
    /// @param teamAlias of a team that is kept
    /// @param userRoles compared with those that are allowed
    /// @param roles compared with the mappings
    public record ClaimNames(
            ClaimPath user,
            ClaimPath email,
            ClaimPath object,
            ClaimPath team,
            ClaimPath teams,
            ClaimPath teamAlias,
            ClaimPath organization,
            ClaimPath organizationAlias,
            ClaimPath customer,
            ClaimPath userRoles,
            ClaimPath roles) {
        public static final ClaimNames NONE =
                new ClaimNames(
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE);

        boolean anyTeam() {
            return !team.nowhere() || !teams.nowhere() || !teamAlias.nowhere();
        }
    }

    /// What the provider's words mean here.
    ///
    /// @param standings role → what the token stands for: a user, a team or an administrator
    /// @param roles role, with `*` for any letters → the user's role
    /// @param scopes which models and routes a scope opens
    /// @param scopesOnly whether nothing is open but by a scope
    public record Mappings(
            List<RoleMapping> standings,
            List<RoleMapping> roles,
            List<ScopeMapping> scopes,
            boolean scopesOnly) {
        public static final Mappings NONE = new Mappings(List.of(), List.of(), List.of(), false);

        public Mappings {
            standings = List.copyOf(standings);
            roles = List.copyOf(roles);
            scopes = List.copyOf(scopes);
        }
    }

    /// @param name the provider's
    public record RoleMapping(String name, UserRole role) {}

    /// @param models that whoever has the scope may call
    /// @param routes the same; empty: says nothing of routes
    public record ScopeMapping(String scope, List<String> models, List<String> routes) {
        public ScopeMapping {
            models = List.copyOf(models);
            routes = List.copyOf(routes);
        }
    }

    /// The claim by which a key that is kept stands for a token.
    ///
    /// @param name as the operator wrote it, and as it is kept beside a value
    /// @param path where it is; nowhere: no key stands for any token
    /// @param unmapped what becomes of tokens that no key stands for
    /// @param existing whether a key that the user has already is taken rather than a new one
    public record KeyClaim(String name, ClaimPath path, Unmapped unmapped, boolean existing) {
        public static final KeyClaim NONE =
                new KeyClaim("", ClaimPath.NOWHERE, Unmapped.BY_CLAIMS, false);

        public KeyClaim(String name, Unmapped unmapped, boolean existing) {
            this(name, ClaimPath.parse(name), unmapped, existing);
        }

        /// What the claim says; empty: nothing.
        public String of(Fields claims) {
            return path.text(claims);
        }

        /// What the key is found by.
        ///
        /// @param issuer empty: whoever issued the token
        public static String indexed(String issuer, String claim, String value) {
            return issuer + "\n" + claim + "\n" + value;
        }
    }

    public enum Unmapped {
        /// they are who their claims say
        BY_CLAIMS,
        REFUSED,
        /// a key is made for who their claims say, and stands for them from then on
        REGISTERED
    }

    /// When a token is for the teams that its user is a member of here.
    ///
    /// @param unnamed where it names none: for all of them
    /// @param unknown where none of those that it names is kept: for the only one, if it is one
    public record OwnTeams(boolean unnamed, boolean unknown) {
        public static final OwnTeams NEVER = new OwnTeams(false, false);
    }

    /// Who is made where a token names somebody who is not kept.
    ///
    /// @param users whether users are made
    /// @param teams whether teams are made
    /// @param follow whether roles and memberships are made to be what tokens say
    public record Enrolment(boolean users, boolean teams, boolean follow) {
        public static final Enrolment NONE = new Enrolment(false, false, false);
    }
}
