package dev.tollgate.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.ClaimReading.Reading;
import dev.tollgate.domain.token.Claimant.Standing;
import dev.tollgate.domain.token.TokenRules.ClaimNames;
import dev.tollgate.domain.token.TokenRules.Enrolment;
import dev.tollgate.domain.token.TokenRules.Mappings;
import dev.tollgate.domain.token.TokenRules.RoleMapping;
import dev.tollgate.domain.token.TokenRules.ScopeMapping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ClaimReadingTest {
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, ClaimNames> issuers = new HashMap<>();
    private String defaultTeam = "";
    private boolean teamNeeded;
    private String domain = "";
    private List<String> userRoles = List.of();
    private Mappings mappings = Mappings.NONE;

    @Test
    void without_a_word_on_users_and_teams_the_subject_is_whom_it_is_for() {
        Claimant claimant = read(Map.of("sub", "ana", "iss", "idp"));

        assertThat(claimant.standing()).isEqualTo(Standing.USER);
        assertThat(claimant.user()).isEqualTo("ana");
        assertThat(claimant.routes()).isEmpty();
        assertThat(claimant.identity()).isEqualTo("idp\nana");
    }

    @Test
    void claims_are_found_within_objects_and_names_may_hold_dots() {
        names.put("user", "https://corp\\.example/id");
        names.put("teams", "realm.access.groups");

        Claimant claimant =
                read(
                        Map.of(
                                "https://corp.example/id",
                                7,
                                "realm",
                                Map.of("access", Map.of("groups", List.of("a", "b", "a")))));

        assertThat(claimant.user()).isEqualTo("7");
        assertThat(claimant.teams()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"litellm_proxy_admin", "openid litellm_proxy_admin  profile"})
    void the_scope_of_an_administrator_is_a_word_of_the_scopes(String scope) {
        Claimant claimant = read(Map.of("sub", "root", "scope", scope));

        assertThat(claimant.standing()).isEqualTo(Standing.ADMIN);
        assertThat(claimant.routes()).isEqualTo(TokenRules.ADMIN_ROUTES);
        assertThat(read(Map.of("sub", "root", "scope", List.of("x", "litellm_proxy_admin"))))
                .extracting(Claimant::standing)
                .isEqualTo(Standing.ADMIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"litellm_proxy_admins", "LITELLM_PROXY_ADMIN", "not-litellm_proxy_admin"})
    void a_scope_that_is_only_like_it_makes_no_administrator(String scope) {
        assertThat(read(Map.of("sub", "root", "scope", scope)).standing()).isEqualTo(Standing.USER);
    }

    @Test
    void a_token_of_a_team_alone_stands_for_the_team() {
        names.put("team", "client_id");

        Claimant claimant = read(Map.of("sub", "service", "client_id", "search"));

        assertThat(claimant.standing()).isEqualTo(Standing.TEAM);
        assertThat(claimant.user()).isEmpty();
        assertThat(claimant.teams()).containsExactly("search");
        assertThat(claimant.routes()).isEqualTo(TokenRules.TEAM_ROUTES);
    }

    @Test
    void the_one_team_comes_before_the_others_and_a_default_only_where_there_is_none() {
        names.put("user", "sub");
        names.put("team", "main");
        names.put("teams", "groups");
        defaultTeam = "everybody";

        assertThat(
                        read(Map.of(
                                        "sub",
                                        "ana",
                                        "main",
                                        List.of("b", "z"),
                                        "groups",
                                        List.of("a", "b")))
                                .teams())
                .containsExactly("b", "a");
        assertThat(read(Map.of("sub", "ana")).teams()).containsExactly("everybody");
    }

    @Test
    void an_alias_stands_in_the_way_of_the_default_team() {
        names.put("teamAlias", "team");
        defaultTeam = "everybody";

        Claimant claimant = read(Map.of("sub", "x", "team", "Search"));

        assertThat(claimant.teams()).isEmpty();
        assertThat(claimant.teamAlias()).isEqualTo("Search");
    }

    @Test
    void a_team_that_is_needed_and_not_named_is_missed() {
        names.put("team", "client_id");
        assertThat(refused(Map.of("sub", "ana"))).contains("No team found");

        names.clear();
        teamNeeded = true;
        assertThat(refused(Map.of("sub", "ana"))).contains("No team found");
    }

    @Test
    void a_token_that_names_nobody_is_nobodys() {
        assertThat(refused(Map.of("iss", "idp"))).contains("No user or team");
        assertThat(refused(Map.of("scope", "litellm_proxy_admin"))).contains("does not say whose");
    }

    @Test
    void nobody_is_the_master_keys_user_by_a_token() {
        assertThat(refused(Map.of("sub", "default_user_id"))).contains("master key");
        assertThat(refused(Map.of("sub", "default_user_id", "scope", "litellm_proxy_admin")))
                .contains("master key");
    }

    @ParameterizedTest
    @CsvSource({
        "ana@corp.example, true",
        "ANA@CORP.EXAMPLE, true",
        "ana@evil.example, false",
        "ana@corp.example.evil, false",
        "ana@corp.example@evil.example, false",
        "ana@sub.corp.example, false",
        "corp.example, false",
        "@corp.example, false",
        "'', false",
    })
    void only_addresses_of_the_domain_are_let_in(String email, boolean allowed) {
        names.put("email", "email");
        names.put("user", "sub");
        domain = "corp.example";

        Reading reading = reading(Map.of("sub", "ana", "email", email));

        assertThat(reading instanceof Reading.For).isEqualTo(allowed);
    }

    @Test
    void an_address_that_the_provider_doubts_is_of_no_domain() {
        names.put("email", "email");
        domain = "corp.example";

        assertThat(refused(Map.of("email", "ana@corp.example", "email_verified", false)))
                .contains("Email domain");
    }

    @Test
    void roles_make_a_user_a_team_or_an_administrator_of_one_id() {
        names.put("object", "oid");
        names.put("roles", "roles");
        mappings =
                new Mappings(
                        List.of(
                                new RoleMapping("consumer", UserRole.TEAM),
                                new RoleMapping("person", UserRole.INTERNAL_USER),
                                new RoleMapping("boss", UserRole.PROXY_ADMIN)),
                        List.of(),
                        List.of(),
                        false);

        assertThat(read(Map.of("oid", "t", "roles", "x consumer")).teams()).containsExactly("t");
        assertThat(read(Map.of("oid", "u", "roles", List.of("person"))).user()).isEqualTo("u");
        assertThat(read(Map.of("sub", "b", "roles", List.of("boss"))).standing())
                .isEqualTo(Standing.ADMIN);
        assertThat(refused(Map.of("oid", "x", "sub", "s", "roles", List.of("other"))))
                .contains("No user or team");
    }

    @Test
    void a_user_needs_one_of_the_allowed_roles() {
        names.put("userRoles", "roles");
        userRoles = List.of("basic");

        assertThat(read(Map.of("sub", "ana", "roles", List.of("basic"))).user()).isEqualTo("ana");
        assertThat(refused(Map.of("sub", "ana", "roles", List.of("other")))).contains("roles");
        assertThat(refused(Map.of("sub", "ana"))).contains("roles");
    }

    @Test
    void scopes_open_models_and_none_of_them_opens_none() {
        mappings =
                new Mappings(
                        List.of(),
                        List.of(),
                        List.of(
                                new ScopeMapping("chat", List.of("gpt"), List.of()),
                                new ScopeMapping("vec", List.of("embed"), List.of())),
                        true);

        assertThat(read(Map.of("sub", "a", "scope", "chat vec")).models())
                .isEqualTo(Optional.of(List.of("gpt", "embed")));
        assertThat(read(Map.of("sub", "a", "scope", "other")).models())
                .isEqualTo(Optional.of(List.of()));
    }

    @Test
    void tokens_of_an_issuer_with_claims_of_its_own_are_read_by_those_alone() {
        names.put("user", "sub");
        issuers.put("https://workloads.example", withTeam("sub"));

        Claimant person = read(Map.of("iss", "https://people.example", "sub", "ana"));
        Claimant workload = read(Map.of("iss", "https://workloads.example", "sub", "builder"));

        assertThat(person.user()).isEqualTo("ana");
        assertThat(person.teams()).isEmpty();
        assertThat(workload.user()).isEmpty();
        assertThat(workload.teams()).containsExactly("builder");
        assertThat(workload.standing()).isEqualTo(Standing.TEAM);
    }

    private static ClaimNames withTeam(String claim) {
        ClaimPath no = ClaimPath.NOWHERE;
        return new ClaimNames(no, no, no, ClaimPath.parse(claim), no, no, no, no, no, no, no);
    }

    @ParameterizedTest
    @CsvSource({
        "admin, admin, true",
        "admin, admins, false",
        "llm-*, llm-users, true",
        "*-admin, corp-admin, true",
        "a*b*c, axxbyyc, true",
        "a*b*c, axxbyy, false",
        "*, anything, true",
    })
    void a_star_stands_for_any_letters(String pattern, String role, boolean fits) {
        assertThat(ClaimReading.matches(pattern, role)).isEqualTo(fits);
    }

    private Claimant read(Map<String, ?> claims) {
        return ((Reading.For) reading(claims)).claimant();
    }

    private String refused(Map<String, ?> claims) {
        return ((Reading.Refused) reading(claims)).why();
    }

    private Reading reading(Map<String, ?> claims) {
        TokenRules rules =
                new TokenRules(
                        true,
                        new ClaimNames(
                                path("user"),
                                path("email"),
                                path("object"),
                                path("team"),
                                path("teams"),
                                path("teamAlias"),
                                path("organization"),
                                path("organizationAlias"),
                                path("customer"),
                                path("userRoles"),
                                path("roles")),
                        issuers,
                        TokenRules.ADMIN_SCOPE,
                        TokenRules.ADMIN_ROUTES,
                        TokenRules.TEAM_ROUTES,
                        defaultTeam,
                        teamNeeded,
                        domain,
                        userRoles,
                        mappings,
                        Enrolment.NONE,
                        TokenRules.OwnTeams.NEVER,
                        TokenRules.KeyClaim.NONE);
        return ClaimReading.of(Fields.of(claims), rules);
    }

    private ClaimPath path(String name) {
        return ClaimPath.parse(names.getOrDefault(name, ""));
    }
}
