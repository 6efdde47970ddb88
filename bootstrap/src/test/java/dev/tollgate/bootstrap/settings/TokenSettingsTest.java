package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.tollgate.adapters.providers.identity.TokenTrust.Party;
import dev.tollgate.adapters.providers.identity.TokenTrust.UserInfo;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.token.ClaimPath;
import dev.tollgate.domain.token.TokenRules;
import dev.tollgate.domain.token.TokenRules.ClaimNames;
import dev.tollgate.domain.token.TokenRules.RoleMapping;
import dev.tollgate.domain.token.TokenRules.ScopeMapping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class TokenSettingsTest {
    private static final String KEYS = "https://idp.example/keys";
    private static final String PEOPLE =
            "https://people.example/realm/.well-known/openid-configuration";

    @Test
    void tokens_are_not_taken_unless_that_is_said() {
        CheckedSettings read =
                Configurations.with("model_list: []").variable("JWT_PUBLIC_KEY_URL", KEYS).read();

        assertThat(read.tokens()).isEqualTo(TokenSettings.OFF);
    }

    @Test
    void everything_that_is_said_of_tokens_is_read() {
        TokenSettings read =
                Configurations.with(
                                """
                                general_settings:
                                  enable_jwt_auth: true
                                  litellm_jwtauth:
                                    admin_jwt_scope: boss
                                    admin_allowed_routes: [management_routes]
                                    user_id_jwt_field: https://corp\\.example/id
                                    team_ids_jwt_field: realm.groups
                                    team_id_default: everybody
                                    user_allowed_email_domain: corp.example
                                    public_key_ttl: 60
                                    public_key_stale_ttl: 1h
                                    user_id_upsert: true
                                    fallback_to_db_teams: true
                                    virtual_key_claim_field: realm.client
                                    unregistered_jwt_client_behavior: reject
                                    enforce_scope_based_access: true
                                    scope_mappings: [{scope: chat, models: [gpt]}]
                                    role_mappings: [{role: app, internal_role: team}]
                                    jwt_litellm_role_map: [{jwt_role: "a*", litellm_role: proxy_admin}]
                                """)
                        .variable("JWT_PUBLIC_KEY_URL", KEYS + ", http://two.example/keys")
                        .variable("JWT_AUDIENCE", "gateway,api://gateway")
                        .variable("JWT_ISSUER", "https://idp.example")
                        .read()
                        .tokens();

        TokenRules rules = read.rules();
        assertThat(rules.enabled()).isTrue();
        assertThat(rules.adminScope()).isEqualTo("boss");
        assertThat(rules.adminRoutes()).containsExactly("management_routes");
        assertThat(rules.teamRoutes()).isEqualTo(TokenRules.TEAM_ROUTES);
        assertThat(rules.names().user())
                .isEqualTo(new ClaimPath(List.of("https://corp.example/id")));
        assertThat(rules.names().teams()).isEqualTo(new ClaimPath(List.of("realm", "groups")));
        assertThat(rules.defaultTeam()).isEqualTo("everybody");
        assertThat(rules.emailDomain()).isEqualTo("corp.example");
        assertThat(rules.ownTeams()).isEqualTo(new TokenRules.OwnTeams(true, false));
        assertThat(rules.keyClaim())
                .isEqualTo(
                        new TokenRules.KeyClaim(
                                "realm.client", TokenRules.Unmapped.REFUSED, false));
        assertThat(rules.enrolment()).isEqualTo(new TokenRules.Enrolment(true, false, false));
        assertThat(rules.mappings())
                .isEqualTo(
                        new TokenRules.Mappings(
                                List.of(new RoleMapping("app", UserRole.TEAM)),
                                List.of(new RoleMapping("a*", UserRole.PROXY_ADMIN)),
                                List.of(new ScopeMapping("chat", List.of("gpt"), List.of())),
                                true));
        assertThat(read.trust().others().keyUrls())
                .containsExactly(URI.create(KEYS), URI.create("http://two.example/keys"));
        assertThat(read.trust().others().audiences()).containsExactly("gateway", "api://gateway");
        assertThat(read.trust().others().issuers()).containsExactly("https://idp.example");
        assertThat(read.trust().fresh()).isEqualTo(Duration.ofSeconds(60));
        assertThat(read.trust().stale()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ftp://idp.example/keys", "idp.example", "https://u:p@idp.example/k"})
    void without_an_address_of_keys_the_gateway_does_not_start(String address) {
        CheckedSettings read =
                Configurations.with("general_settings: {enable_jwt_auth: true}")
                        .variable("JWT_PUBLIC_KEY_URL", address)
                        .read();

        assertThat(read.report().preventsStart()).isTrue();
        assertThat(read.report().lines().toString())
                .contains("JWT_PUBLIC_KEY_URL")
                .doesNotContain("u:p");
    }

    @Test
    void tokens_of_every_application_are_warned_of() {
        CheckedSettings read =
                Configurations.with("general_settings: {enable_jwt_auth: true}")
                        .variable("JWT_PUBLIC_KEY_URL", KEYS)
                        .read();

        assertThat(read.report().preventsStart()).isFalse();
        assertThat(read.report().lines().toString()).contains("JWT_AUDIENCE");
    }

    @Test
    void issuers_have_keys_an_audience_and_claims_of_their_own() {
        TokenSettings read =
                Configurations.with(
                                """
                                general_settings:
                                  enable_jwt_auth: true
                                  litellm_jwtauth:
                                    user_id_jwt_field: sub
                                    user_email_jwt_field: email
                                    issuers:
                                      - issuer: https://people.example/realm/
                                        audience: gateway
                                        user_id_jwt_field: person.id
                                      - issuer: workloads
                                        jwks_url: https://workloads.example/keys
                                        audience: [gateway, api://gateway]
                                        team_id_jwt_field: sub
                                """)
                        .read()
                        .tokens();

        assertThat(read.trust().others()).isEqualTo(Party.NOBODY);
        assertThat(read.trust().named())
                .isEqualTo(
                        Map.of(
                                "https://people.example/realm/",
                                new Party(
                                        List.of(URI.create(PEOPLE)),
                                        List.of("gateway"),
                                        List.of("https://people.example/realm/")),
                                "workloads",
                                new Party(
                                        List.of(URI.create("https://workloads.example/keys")),
                                        List.of("gateway", "api://gateway"),
                                        List.of("workloads"))));
        ClaimNames people =
                requireNonNull(read.rules().issuers().get("https://people.example/realm/"));
        assertThat(people.user()).isEqualTo(new ClaimPath(List.of("person", "id")));
        assertThat(people.email()).isEqualTo(ClaimPath.parse("email"));
        assertThat(people.team()).isEqualTo(ClaimPath.NOWHERE);
        ClaimNames workloads = requireNonNull(read.rules().issuers().get("workloads"));
        assertThat(workloads.user()).isEqualTo(ClaimPath.parse("sub"));
        assertThat(workloads.team()).isEqualTo(ClaimPath.parse("sub"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{audience: a, jwks_url: 'https://a.example'} | must be what this provider's",
                "{issuer: 'https://a.example'} | must be the audience",
                "{issuer: 'https://a.example', audience: ''} | must be the audience",
                "{issuer: 'https://a.example', audience: a, disable_audience_validation: true}"
                        + " | contradicts `audience`",
                "{issuer: a, audience: a} | must be where the provider's keys are",
                "{issuer: a, audience: a, jwks_url: 'ftp://a'} | must be where the provider's keys",
                "{issuer: a, audience: a, jwks_url: 'https://u:p@a/'} | must be where the",
                "{issuer: 'https://a', audience: a}, {issuer: 'https://a', audience: b} | twice",
            })
    void an_issuer_that_is_not_told_apart_for_sure_prevents_the_start(String entries, String why) {
        SettingsReport report = issuers(entries);

        assertThat(report.preventsStart()).isTrue();
        assertThat(report.lines().toString()).contains(why).doesNotContain("u:p");
    }

    @Test
    void an_issuer_whose_audience_does_not_matter_is_warned_of() {
        SettingsReport report = issuers("{issuer: 'https://a', disable_audience_validation: true}");

        assertThat(report.preventsStart()).isFalse();
        assertThat(report.lines().toString())
                .contains("disable_audience_validation")
                .contains("for any other application");
    }

    @Test
    void who_tells_of_users_is_shown_tokens_that_the_usual_keys_check() {
        String info = "oidc_userinfo_enabled: true, oidc_userinfo_endpoint: 'https://idp/info'";
        CheckedSettings read = jwtAuth(info + ", oidc_userinfo_cache_ttl: 60");

        assertThat(read.report().preventsStart()).isFalse();
        assertThat(read.tokens().trust().userInfo())
                .contains(new UserInfo(URI.create("https://idp/info"), Duration.ofSeconds(60)));
        assertThat(
                        jwtAuth("oidc_userinfo_endpoint: 'https://idp/info'")
                                .tokens()
                                .trust()
                                .userInfo())
                .isEmpty();
        assertThat(lines("oidc_userinfo_enabled: true")).contains("must be where the identity");
        assertThat(lines("oidc_userinfo_enabled: true, oidc_userinfo_endpoint: 'http://idp/info'"))
                .contains("others can read on the way");
    }

    @Test
    void tokens_of_named_issuers_are_shown_to_nobody() {
        SettingsReport report =
                Configurations.with(
                                "general_settings: {enable_jwt_auth: true, litellm_jwtauth:"
                                        + " {issuers: [{issuer: 'https://a', audience: a}],"
                                        + " oidc_userinfo_enabled: true, oidc_userinfo_endpoint:"
                                        + " 'https://a/info'}}")
                        .read()
                        .report();

        assertThat(report.preventsStart()).isTrue();
        assertThat(report.lines().toString()).contains("JWT_PUBLIC_KEY_URL checks");
    }

    private static SettingsReport issuers(String entries) {
        return Configurations.with(
                        "general_settings: {enable_jwt_auth: true, litellm_jwtauth: {issuers: ["
                                + entries
                                + "]}}")
                .read()
                .report();
    }

    @Test
    void roles_that_do_not_exist_here_are_named() {
        CheckedSettings read =
                Configurations.with(
                                """
                                general_settings:
                                  enable_jwt_auth: true
                                  litellm_jwtauth:
                                    role_mappings: [{role: app, internal_role: emperor}]
                                """)
                        .variable("JWT_PUBLIC_KEY_URL", KEYS)
                        .read();

        assertThat(read.report().lines().toString())
                .contains("internal_role")
                .contains("proxy_admin, internal_user, team");
    }

    @Test
    void what_becomes_of_tokens_without_a_key_is_one_of_three_things_and_needs_a_claim() {
        assertThat(lines("virtual_key_claim_field: sub, unregistered_jwt_client_behavior: maybe"))
                .contains("must be fallback_team_mapping, reject or auto_register");
        assertThat(lines("unregistered_jwt_client_behavior: reject")).contains("needs a claim");
        assertThat(lines("virtual_key_claim_field: sub, auto_register_map_existing_key: true"))
                .contains("auto_register_map_existing_key")
                .contains("needs `unregistered_jwt_client_behavior: auto_register`");
        assertThat(
                        lines(
                                "virtual_key_claim_field: sub,"
                                        + " unregistered_jwt_client_behavior: auto_register"))
                .doesNotContain("unregistered_jwt_client_behavior");
    }

    private static String lines(String jwtAuth) {
        return jwtAuth(jwtAuth).report().lines().toString();
    }

    private static CheckedSettings jwtAuth(String jwtAuth) {
        return Configurations.with(
                        "general_settings: {enable_jwt_auth: true, litellm_jwtauth: {"
                                + jwtAuth
                                + "}}")
                .variable("JWT_PUBLIC_KEY_URL", KEYS)
                .read();
    }
}
