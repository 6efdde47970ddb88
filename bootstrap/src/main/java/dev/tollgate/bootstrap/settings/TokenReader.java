package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.providers.identity.TokenTrust;
import dev.tollgate.adapters.providers.identity.TokenTrust.Party;
import dev.tollgate.adapters.providers.identity.TokenTrust.UserInfo;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.token.TokenRules;
import dev.tollgate.domain.token.TokenRules.ClaimNames;
import dev.tollgate.domain.token.TokenRules.Enrolment;
import dev.tollgate.domain.token.TokenRules.KeyClaim;
import dev.tollgate.domain.token.TokenRules.Mappings;
import dev.tollgate.domain.token.TokenRules.OwnTeams;
import dev.tollgate.domain.token.TokenRules.RoleMapping;
import dev.tollgate.domain.token.TokenRules.ScopeMapping;
import dev.tollgate.domain.token.TokenRules.Unmapped;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads whether and how tokens of identity providers are taken (`enable_jwt_auth`,
/// `litellm_jwtauth` and the variables `JWT_PUBLIC_KEY_URL`, `JWT_AUDIENCE`, `JWT_ISSUER`).
final class TokenReader {
    private static final String ENABLE = "enable_jwt_auth";
    private static final String SECTION = "litellm_jwtauth";
    private static final String KEY_URL = "JWT_PUBLIC_KEY_URL";
    private static final String EXISTING = "auto_register_map_existing_key";
    private static final String USER_INFO = "oidc_userinfo_endpoint";
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<UserRole> STANDINGS =
            EnumSet.of(UserRole.PROXY_ADMIN, UserRole.INTERNAL_USER, UserRole.TEAM);
    private static final Set<UserRole> ROLES =
            EnumSet.of(
                    UserRole.PROXY_ADMIN,
                    UserRole.PROXY_ADMIN_VIEWER,
                    UserRole.INTERNAL_USER,
                    UserRole.INTERNAL_USER_VIEWER);

    private final Section general;
    private final Section jwt;
    private final Environment environment;
    private final Problems problems;

    TokenReader(Section general, ReadingContext context) {
        this.general = general;
        this.environment = context.environment();
        this.problems = context.problems();
        this.jwt =
                general.section(SECTION, SECTION)
                        .orElseGet(
                                () ->
                                        new Section(
                                                context.known(),
                                                context.problems(),
                                                SECTION,
                                                general.path(SECTION),
                                                Raw.Mapping.empty(general.place(SECTION))));
    }

    TokenSettings read() {
        jwt.reportKeys();
        ClaimNames names = IssuerReader.names(jwt, ClaimNames.NONE);
        boolean enabled = general.flag(ENABLE, false);
        IssuerReader issuers = new IssuerReader(jwt, names);
        TokenRules rules = rules(enabled, names, issuers);
        TokenTrust trust = trust(enabled, issuers);
        if (!enabled) {
            return TokenSettings.OFF;
        }
        boolean others = !trust.others().keyUrls().isEmpty();
        if (!others && trust.named().isEmpty()) {
            general.wrong(
                    ENABLE,
                    "needs the address of the identity provider's keys.",
                    "Set " + KEY_URL + " or `litellm_jwtauth.issuers`.");
        }
        if (others && trust.others().audiences().isEmpty()) {
            general.warn(
                    ENABLE,
                    "takes tokens that the identity provider gave out for any other application.",
                    "Set JWT_AUDIENCE to the audience (aud) of this gateway's tokens.");
        }
        return new TokenSettings(rules, trust);
    }

    private TokenTrust trust(boolean enabled, IssuerReader issuers) {
        TokenTrust usual = TokenTrust.NONE;
        return new TokenTrust(
                new Party(
                        enabled ? keyUrls() : List.of(),
                        listed("JWT_AUDIENCE"),
                        listed("JWT_ISSUER")),
                issuers.parties(),
                jwt.duration("public_key_ttl", Duration.ofSeconds(1), LONGEST, usual.fresh()),
                jwt.duration("public_key_stale_ttl", Duration.ZERO, LONGEST, usual.stale()),
                userInfo(enabled));
    }

    private Optional<UserInfo> userInfo(boolean enabled) {
        boolean asked = jwt.flag("oidc_userinfo_enabled", false);
        Duration fresh =
                jwt.duration(
                        "oidc_userinfo_cache_ttl", Duration.ofSeconds(1), LONGEST, UserInfo.FRESH);
        if (!asked) {
            return Optional.empty();
        }
        Optional<URI> address = IssuerReader.address(jwt.text(USER_INFO).strip());
        if (address.isEmpty()) {
            jwt.wrong(
                    USER_INFO,
                    "must be where the identity provider tells of users, an address of http or"
                            + " https without a user and password.");
        } else if (enabled && listed(KEY_URL).isEmpty()) {
            jwt.wrong(
                    USER_INFO,
                    "is asked about tokens that " + KEY_URL + " checks, and about no others.",
                    "Set " + KEY_URL + ".");
        } else if (!"https".equals(address.get().getScheme())) {
            jwt.warn(
                    USER_INFO,
                    "is shown tokens that others can read on the way.",
                    "Use an address with https://.");
        }
        return address.map(its -> new UserInfo(its, fresh));
    }

    private List<String> listed(String variable) {
        return Stream.of(environment.filled(variable).orElse("").split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private List<URI> keyUrls() {
        List<URI> urls = new ArrayList<>();
        for (String written : listed(KEY_URL)) {
            IssuerReader.address(written)
                    .ifPresentOrElse(
                            urls::add,
                            () ->
                                    problems.error(
                                            KEY_URL,
                                            Place.NOWHERE,
                                            "",
                                            "is no address of http or https, or holds a user and"
                                                    + " password.",
                                            "Separate several addresses by commas."));
        }
        return urls;
    }

    private TokenRules rules(boolean enabled, ClaimNames names, IssuerReader issuers) {
        return new TokenRules(
                enabled,
                names,
                issuers.names(),
                jwt.has("admin_jwt_scope")
                        ? jwt.text("admin_jwt_scope").strip()
                        : TokenRules.ADMIN_SCOPE,
                texts("admin_allowed_routes", TokenRules.ADMIN_ROUTES),
                texts("team_allowed_routes", TokenRules.TEAM_ROUTES),
                jwt.text("team_id_default").strip(),
                jwt.flag("enforce_team_based_model_access", false),
                jwt.text("user_allowed_email_domain").strip(),
                jwt.texts("user_allowed_roles"),
                mappings(),
                new Enrolment(
                        jwt.flag("user_id_upsert", false),
                        jwt.flag("team_id_upsert", false),
                        jwt.flag("sync_user_role_and_teams", false)),
                new OwnTeams(
                        jwt.flag("fallback_to_db_teams", false),
                        jwt.flag("team_claim_fallback", false)),
                keyClaim());
    }

    private KeyClaim keyClaim() {
        String claim = jwt.text("virtual_key_claim_field").strip();
        String key = "unregistered_jwt_client_behavior";
        Unmapped unmapped =
                switch (jwt.text(key).strip()) {
                    case "", "fallback_team_mapping" -> Unmapped.BY_CLAIMS;
                    case "reject" -> Unmapped.REFUSED;
                    case "auto_register" -> Unmapped.REGISTERED;
                    default -> {
                        jwt.wrong(key, "must be fallback_team_mapping, reject or auto_register.");
                        yield Unmapped.REFUSED;
                    }
                };
        boolean existing = jwt.flag(EXISTING, false);
        if (existing && unmapped != Unmapped.REGISTERED) {
            jwt.wrong(EXISTING, "needs `unregistered_jwt_client_behavior: auto_register`.");
        }
        if (claim.isEmpty() && unmapped != Unmapped.BY_CLAIMS) {
            jwt.wrong(key, "needs a claim: `virtual_key_claim_field`.");
        }
        return claim.isEmpty() ? KeyClaim.NONE : new KeyClaim(claim, unmapped, existing);
    }

    private List<String> texts(String key, List<String> usual) {
        return jwt.has(key) ? jwt.texts(key) : usual;
    }

    private Mappings mappings() {
        boolean enforced = jwt.flag("enforce_scope_based_access", false);
        return new Mappings(
                roles("role_mappings", "role", "internal_role", STANDINGS),
                roles("jwt_litellm_role_map", "jwt_role", "litellm_role", ROLES),
                scopes(),
                enforced);
    }

    private List<RoleMapping> roles(String key, String from, String to, Set<UserRole> allowed) {
        List<RoleMapping> mappings = new ArrayList<>();
        for (Section entry : jwt.sections(key, key)) {
            entry.reportKeys();
            Optional<UserRole> role = UserRole.parse(entry.text(to).strip());
            if (entry.text(from).isBlank()) {
                entry.wrong(from, "must name a role of the identity provider.");
            } else if (role.filter(allowed::contains).isEmpty()) {
                entry.wrong(
                        to,
                        "must be one of "
                                + String.join(", ", allowed.stream().map(UserRole::text).toList())
                                + ".");
            } else {
                mappings.add(new RoleMapping(entry.text(from).strip(), role.get()));
            }
        }
        return mappings;
    }

    private List<ScopeMapping> scopes() {
        List<ScopeMapping> mappings = new ArrayList<>();
        for (Section entry : jwt.sections("scope_mappings", "scope_mappings")) {
            entry.reportKeys();
            if (entry.text("scope").isBlank()) {
                entry.wrong("scope", "must name a scope.");
            } else {
                mappings.add(
                        new ScopeMapping(
                                entry.text("scope").strip(),
                                entry.texts("models"),
                                entry.texts("routes")));
            }
        }
        return mappings;
    }
}
