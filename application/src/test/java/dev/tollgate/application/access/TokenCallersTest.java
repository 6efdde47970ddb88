package dev.tollgate.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.manage.Chance;
import dev.tollgate.application.manage.Management;
import dev.tollgate.application.manage.ManagementRules;
import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.port.in.IdentifyCaller.Fault;
import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.application.port.in.IdentifyCaller.Whose;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageTokenKeys;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.SignedTokens;
import dev.tollgate.application.port.out.SignedTokens.Verdict;
import dev.tollgate.application.store.ChangeFeed;
import dev.tollgate.application.store.StoreTrust;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.ClaimPath;
import dev.tollgate.domain.token.TokenRules;
import dev.tollgate.domain.token.TokenRules.ClaimNames;
import dev.tollgate.domain.token.TokenRules.Enrolment;
import dev.tollgate.domain.token.TokenRules.KeyClaim;
import dev.tollgate.domain.token.TokenRules.Mappings;
import dev.tollgate.domain.token.TokenRules.OwnTeams;
import dev.tollgate.domain.token.TokenRules.RoleMapping;
import dev.tollgate.domain.token.TokenRules.ScopeMapping;
import dev.tollgate.domain.token.TokenRules.Unmapped;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

class TokenCallersTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final String TOKEN = "e30.e30.AA";

    private Instant now = NOW;
    private final InMemoryAccounts accounts =
            new InMemoryAccounts(new InMemoryBooks(() -> NOW, new Random(1)));
    private final Entities entities = new InMemoryEntities(accounts::spent);
    private final Management management =
            Management.over(
                    entities,
                    accounts,
                    () -> now,
                    new Chance(new Random(7)),
                    () -> ManagementRules.DEFAULT,
                    () -> Secret.of("sk-master"));
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private Duration silence = Duration.ZERO;
    private Mappings mappings = Mappings.NONE;
    private Enrolment enrolment = Enrolment.NONE;
    private OwnTeams ownTeams = OwnTeams.NEVER;
    private KeyClaim keyClaim = KeyClaim.NONE;
    private boolean existing;
    private boolean teamNeeded;
    private TokenRules rules = rules();
    private final TokenCallers callers =
            new TokenCallers(
                    () -> rules,
                    new FakeIssuer(),
                    entities,
                    management.users(),
                    management.teams(),
                    management.keys(),
                    new StoreTrust(() -> silence, () -> GRACE),
                    () -> now);

    @ParameterizedTest
    @CsvSource({
        "a.b.c, true",
        "eyJh.eyJh.sig, true",
        "sk-a.b.c, false",
        "a.b, false",
        "a.b.c.d, false",
        "abc, false",
    })
    void three_parts_make_a_token_unless_it_is_a_key(String credential, boolean meant) {
        assertThat(callers.meant(credential)).isEqualTo(meant);
    }

    @Test
    void nothing_is_a_token_where_tokens_are_not_taken() {
        rules = TokenRules.OFF;
        assertThat(callers.meant("a.b.c")).isFalse();
    }

    @Test
    void budgets_limits_and_models_of_user_and_team_hold_as_they_do_for_keys() {
        makeUser("ana", Map.of("max_budget", 10, "rpm_limit", 7));
        makeTeam("search", Map.of("max_budget", 5, "models", List.of("gpt")));
        says(Map.of("sub", "ana", "groups", List.of("search"), "iss", "idp"));

        KeyHolder holder = known().holder();

        assertThat(holder.budgets())
                .extracting(budget -> budget.subject().scope() + " " + budget.max())
                .containsExactlyInAnyOrder("TEAM 5", "USER 10");
        assertThat(holder.limits()).hasSize(1);
        assertThat(holder.models().lists())
                .containsExactly(
                        new ModelAccess.ModelList(
                                ModelAccess.Owner.TEAM, "search", List.of("gpt")));
        assertThat(holder.keyHash()).startsWith("hashed-jwt-").hasSize(11 + 64);
        assertThat(holder.routes()).isEqualTo(TokenRules.TEAM_ROUTES);
    }

    @Test
    void all_tokens_of_one_subject_are_one_in_the_books_and_those_of_others_are_not() {
        makeUser("ana", Map.of());
        makeUser("bob", Map.of());
        says("t1.x.y", Map.of("sub", "ana", "iss", "idp", "jti", "1"));
        says("t2.x.y", Map.of("sub", "ana", "iss", "idp", "jti", "2"));
        says("t3.x.y", Map.of("sub", "bob", "iss", "idp"));

        assertThat(known("t1.x.y").holder().keyId()).isEqualTo(known("t2.x.y").holder().keyId());
        assertThat(known("t1.x.y").holder().keyId()).isNotEqualTo(known("t3.x.y").holder().keyId());
    }

    @Test
    void a_user_who_is_not_kept_is_not_let_in_until_they_are_made() {
        says(Map.of("sub", "ana"));
        assertThat(refused()).contains("User doesn't exist in db");

        makeUser("ana", Map.of());
        tellNews();

        assertThat(known().holder().user()).isEqualTo("ana");
    }

    @Test
    void a_user_is_made_where_that_is_wanted_with_an_address_that_is_free() {
        makeUser("bob", Map.of("user_email", "ana@corp.example"));
        enrolment = new Enrolment(true, false, false);
        mappings = mapped(new RoleMapping("view*", UserRole.INTERNAL_USER_VIEWER));
        rules = rules();
        says(Map.of("sub", "ana", "email", "ana@corp.example", "roles", List.of("viewer")));

        assertThat(known().holder().user()).isEqualTo("ana");
        assertThat(known().holder().role()).isEqualTo(UserRole.INTERNAL_USER_VIEWER);
        assertThat(kept(EntityKind.USER, "ana").text("user_email")).isEmpty();
    }

    @Test
    void an_address_finds_a_user_only_where_the_provider_has_verified_it() {
        makeUser("u-1", Map.of("user_email", "ana@corp.example"));
        says(Map.of("sub", "ana", "email", "Ana@Corp.example"));
        assertThat(refused()).contains("doesn't exist");

        says("v.e.r", Map.of("sub", "ana", "email", "Ana@Corp.example", "email_verified", true));

        assertThat(known("v.e.r").holder().user()).isEqualTo("u-1");
    }

    @Test
    void a_token_names_a_team_that_is_kept_or_is_not_let_in() {
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana", "groups", List.of("nobody", "nothing")));
        assertThat(refused()).contains("None of the token's teams");

        makeTeam("nothing", Map.of());
        tellNews();

        assertThat(known().holder().team()).isEqualTo("nothing");
    }

    @Test
    void only_the_team_that_a_token_names_by_itself_is_made() {
        enrolment = new Enrolment(false, true, false);
        rules = rules();
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana", "team", "search", "groups", List.of("other")));

        assertThat(teams()).containsExactly("search");
        assertThat(entities.find(EntityKind.TEAM, List.of("other"))).isEmpty();
    }

    @Test
    void a_team_is_found_by_its_alias_unless_two_have_it() {
        makeUser("ana", Map.of());
        makeTeam("t-1", Map.of("team_alias", "Search"));
        says(Map.of("sub", "ana", "team_name", "Search"));
        assertThat(teams()).containsExactly("t-1");

        makeTeam("t-2", Map.of("team_alias", "Search"));
        says("n.e.w", Map.of("sub", "ana", "team_name", "Search"));

        assertThat(refused("n.e.w")).contains("None of the token's teams");
    }

    @Test
    void of_several_teams_the_first_that_may_call_the_model_is_acted_for() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of("models", List.of("gpt")));
        makeTeam("vision", Map.of("models", List.of("llava")));
        says(Map.of("sub", "ana", "groups", List.of("search", "vision")));

        assertThat(known().forModel(asked("llava")).holder().team()).isEqualTo("vision");
        assertThat(known().forModel(asked("gpt")).holder().team()).isEqualTo("search");
        assertThat(known().forModel(asked("other")).holder().team()).isEqualTo("search");
    }

    @Test
    void a_caller_chooses_among_the_tokens_teams_and_no_others() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        makeTeam("vision", Map.of("team_alias", "Vision"));
        makeTeam("secret", Map.of());
        says(Map.of("sub", "ana", "groups", List.of("search", "vision")));

        Caller chosen = known().forTeam("Vision").orElseThrow();

        assertThat(chosen.holder().team()).isEqualTo("vision");
        assertThat(chosen.forModel(asked("gpt")).holder().team()).isEqualTo("vision");
        assertThat(known().forTeam("secret")).isEmpty();
    }

    @Test
    void a_blocked_team_is_passed_over_and_refused_where_it_is_the_only_one() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of("blocked", true));
        makeTeam("vision", Map.of());
        says("b.o.th", Map.of("sub", "ana", "groups", List.of("search", "vision")));
        says(Map.of("sub", "ana", "groups", List.of("search")));

        assertThat(known("b.o.th").holder().team()).isEqualTo("vision");
        assertThat(callers.identify(TOKEN)).isEqualTo(new Identity.Blocked(Whose.TEAM, "search"));
    }

    @Test
    void a_team_that_is_blocked_later_is_not_acted_for_any_more() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        says(Map.of("sub", "ana", "groups", List.of("search")));
        known();

        manage(new ManageTeams.Request.Block("search", true));
        tellNews();

        assertThat(callers.identify(TOKEN)).isInstanceOf(Identity.Blocked.class);
    }

    @Test
    void an_administrator_needs_no_user_and_has_the_routes_of_administrators_only() {
        says(Map.of("sub", "root", "scope", "litellm_proxy_admin"));

        assertThat(known().holder().role()).isEqualTo(UserRole.PROXY_ADMIN);
        assertThat(known().holder().user()).isEqualTo("root");
        assertThat(known().holder().routes()).isEqualTo(TokenRules.ADMIN_ROUTES);
        assertThat(entities.find(EntityKind.USER, List.of("root"))).isEmpty();
    }

    @Test
    void scopes_that_open_no_model_open_none() {
        mappings =
                new Mappings(
                        List.of(),
                        List.of(),
                        List.of(new ScopeMapping("chat", List.of("gpt"), List.of())),
                        true);
        rules = rules();
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana", "scope", "other"));
        says("c.h.at", Map.of("sub", "ana", "scope", "chat"));

        assertThat(known().holder().models().refusing(asked("gpt").apply(""))).isPresent();
        assertThat(known("c.h.at").holder().models().refusing(asked("gpt").apply(""))).isEmpty();
        assertThat(known("c.h.at").holder().models().refusing(asked("llava").apply("")))
                .isPresent();
    }

    @Test
    void a_key_made_with_a_token_allows_no_more_than_the_token() {
        mappings =
                new Mappings(
                        List.of(),
                        List.of(),
                        List.of(
                                new ScopeMapping(
                                        "chat", List.of("gpt"), List.of("management_routes"))),
                        true);
        rules = rules();
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana", "scope", "chat"));
        Actor ana = management.actors().identify(known());

        Fields made =
                ((Outcome.Done)
                                management
                                        .keys()
                                        .manage(
                                                ana,
                                                new ManageKeys.Request.Generate(
                                                        Fields.NONE, false)))
                        .answer();

        assertThat(made.texts("models")).containsExactly("gpt");
        assertThat(made.texts("allowed_routes")).containsExactly("management_routes");
        Fields more = Fields.of(Map.of("models", List.of("dear")));
        assertThat(management.keys().manage(ana, new ManageKeys.Request.Generate(more, false)))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void roles_and_memberships_follow_tokens_where_that_is_wanted() {
        enrolment = new Enrolment(false, false, true);
        mappings = mapped(new RoleMapping("boss", UserRole.PROXY_ADMIN));
        rules = rules();
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        makeTeam("vision", Map.of());
        manage(
                new ManageTeams.Request.AddMembers(
                        "vision", List.of(Fields.of(Map.of("user_id", "ana"))), Fields.NONE));
        says(Map.of("sub", "ana", "groups", List.of("search"), "roles", "boss"));

        known();

        assertThat(kept(EntityKind.USER, "ana").text("user_role")).isEqualTo("proxy_admin");
        assertThat(entities.find(EntityKind.TEAM_MEMBER, List.of("search/ana"))).hasSize(1);
        assertThat(entities.find(EntityKind.TEAM_MEMBER, List.of("vision/ana"))).isEmpty();
    }

    @Test
    void an_organisation_that_is_not_kept_has_no_budgets_to_hold_and_nobody_in_it() {
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana", "org", "nowhere"));
        assertThat(refused()).contains("organization");
    }

    @Test
    void the_customer_that_a_token_names_is_told() {
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana", "customer", "c-1"));
        assertThat(known().token().orElseThrow().customer()).isEqualTo("c-1");
    }

    @Test
    void what_is_wrong_with_a_token_is_told_apart() {
        verdicts.put("a.b.c", new Verdict.Refused("bad"));
        verdicts.put("d.e.f", new Verdict.Expired(NOW, NOW));
        verdicts.put("g.h.i", new Verdict.OutOfReach());

        assertThat(fault("a.b.c")).isEqualTo(Fault.INVALID);
        assertThat(fault("d.e.f")).isEqualTo(Fault.EXPIRED);
        assertThat(fault("g.h.i")).isEqualTo(Fault.UNCERTAIN);
    }

    @Test
    void while_the_store_is_not_heard_of_known_tokens_are_good_for_the_grace_only() {
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana"));
        says("o.th.er", Map.of("sub", "ana", "jti", "2"));
        known();

        silence = ChangeFeed.CUT_OFF.plusNanos(1);
        assertThat(callers.identify(TOKEN)).isInstanceOf(Identity.Known.class);
        assertThat(callers.identify("o.th.er")).isEqualTo(new Identity.OutOfReach());
        silence = GRACE.plusNanos(1);
        assertThat(callers.identify(TOKEN)).isEqualTo(new Identity.OutOfReach());
    }

    @Test
    void other_rules_are_in_force_at_once() {
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana"));
        known();

        rules = TokenRules.OFF;
        rules = domain("corp.example");

        assertThat(refused()).contains("Email domain");
    }

    @Test
    void who_is_known_by_the_same_rules_is_not_read_again() {
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana"));
        known();
        assertThat(entities.apply(List.of(new Change.Delete(EntityKind.USER, "ana", NOW, ""))))
                .isEmpty();

        rules = rules();
        assertThat(known().holder().user()).isEqualTo("ana");
        enrolment = new Enrolment(false, true, false);
        rules = rules();
        assertThat(refused()).contains("doesn't exist");
    }

    private void joins(String user, String team) {
        Fields member = Fields.NONE.with("user_id", user).with("role", "user");
        assertThat(
                        management
                                .teams()
                                .manage(
                                        Actor.MASTER,
                                        new ManageTeams.Request.AddMembers(
                                                team, List.of(member), Fields.NONE)))
                .isInstanceOf(Outcome.Done.class);
    }

    private List<String> actedFor(String token) {
        return known(token).token().orElseThrow().teams().stream().map(KeyHolder::team).toList();
    }

    @Test
    void a_token_that_names_no_team_is_for_all_of_its_users_where_that_is_wanted() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of("models", List.of("gpt")));
        makeTeam("vision", Map.of("models", List.of("llava"), "team_alias", "Vision"));
        makeTeam("other", Map.of());
        joins("ana", "search");
        says(Map.of("sub", "ana"));
        assertThat(known().holder().team()).isEmpty();

        ownTeams = new OwnTeams(true, false);
        rules = rules();
        assertThat(actedFor(TOKEN)).containsExactly("search");

        joins("ana", "vision");
        tellNews();
        assertThat(actedFor(TOKEN)).containsExactlyInAnyOrder("search", "vision");
        assertThat(known().forModel(asked("llava")).holder().team()).isEqualTo("vision");
        assertThat(known().forTeam("Vision").orElseThrow().holder().team()).isEqualTo("vision");
        assertThat(known().forTeam("other")).isEmpty();
    }

    @Test
    void a_token_that_names_a_team_is_for_that_one_whatever_its_user_is_in() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        makeTeam("vision", Map.of());
        joins("ana", "search");
        ownTeams = new OwnTeams(true, true);
        rules = rules();
        says(Map.of("sub", "ana", "groups", List.of("vision", "unknown")));

        assertThat(actedFor(TOKEN)).containsExactly("vision");
    }

    @Test
    void teams_that_nobody_knows_stand_for_the_only_one_of_the_user_where_that_is_wanted() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        makeTeam("vision", Map.of());
        joins("ana", "search");
        says(Map.of("sub", "ana", "groups", List.of("unknown")));
        ownTeams = new OwnTeams(true, false);
        rules = rules();
        assertThat(refused()).contains("None of the token's teams");

        ownTeams = new OwnTeams(false, true);
        rules = rules();
        assertThat(actedFor(TOKEN)).containsExactly("search");

        joins("ana", "vision");
        tellNews();
        assertThat(refused()).contains("None of the token's teams");
    }

    @Test
    void where_a_team_is_needed_that_of_the_user_will_do_and_none_will_not() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        teamNeeded = true;
        rules = rules();
        says(Map.of("sub", "ana"));
        assertThat(refused()).contains("No team found in token");

        ownTeams = new OwnTeams(true, false);
        rules = rules();
        assertThat(refused()).contains("its user is in none");

        joins("ana", "search");
        tellNews();
        assertThat(actedFor(TOKEN)).containsExactly("search");
    }

    @Test
    void memberships_that_no_token_names_stay_as_they_are() {
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        makeTeam("vision", Map.of());
        joins("ana", "search");
        joins("ana", "vision");
        enrolment = new Enrolment(false, false, true);
        ownTeams = new OwnTeams(true, true);
        rules = rules();
        says(Map.of("sub", "ana"));
        says("o.th.er", Map.of("sub", "ana", "groups", List.of("unknown")));

        assertThat(actedFor(TOKEN)).hasSize(2);
        assertThat(refused("o.th.er")).contains("None of the token's teams");
        tellNews();
        assertThat(actedFor(TOKEN)).hasSize(2);
    }

    private void mapping(Unmapped unmapped) {
        keyClaim = new KeyClaim("client", unmapped, existing);
        rules = rules();
    }

    private Fields done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).answer();
    }

    private Fields aKey(Object... namesAndValues) {
        Fields fields = Fields.NONE;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields = fields.with((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return done(
                management
                        .keys()
                        .manage(Actor.MASTER, new ManageKeys.Request.Generate(fields, false)));
    }

    private Fields map(String value, Fields key, String issuer) {
        return done(
                management
                        .tokenKeys()
                        .manage(
                                Actor.MASTER,
                                new ManageTokenKeys.Request.Make(
                                        Fields.NONE
                                                .with("jwt_claim_name", "client")
                                                .with("jwt_claim_value", value)
                                                .with("jwt_issuer", issuer)
                                                .with("token", key.text("token")))));
    }

    @Test
    void who_has_a_token_is_the_key_that_stands_for_it() {
        mapping(Unmapped.BY_CLAIMS);
        makeUser("ana", Map.of());
        Fields key = aKey("key_alias", "ci", "models", List.of("gpt"), "max_budget", 5);
        says(Map.of("sub", "ana", "iss", "idp", "client", "ci-client"));
        assertThat(known().holder().user()).isEqualTo("ana");

        map("ci-client", key, "");
        tellNews();

        KeyHolder holder = known().holder();
        assertThat(holder.keyHash()).isEqualTo(key.text("token"));
        assertThat(holder.keyAlias()).isEqualTo("ci");
        assertThat(holder.user()).isEmpty();
        assertThat(holder.budgets()).hasSize(1);
        assertThat(known().token()).isEmpty();
    }

    @Test
    void the_key_of_the_tokens_issuer_comes_first_and_anothers_stands_for_nothing() {
        mapping(Unmapped.REFUSED);
        Fields any = aKey();
        Fields idps = aKey();
        map("c1", any, "");
        map("c1", idps, "idp");
        map("c2", idps, "idp");
        says("o.n.e", Map.of("iss", "idp", "client", "c1"));
        says("t.w.o", Map.of("iss", "other", "client", "c1"));
        says("th.re.e", Map.of("iss", "other", "client", "c2"));
        says("f.ou.r", Map.of("client", "c2"));

        assertThat(known("o.n.e").holder().keyHash()).isEqualTo(idps.text("token"));
        assertThat(known("t.w.o").holder().keyHash()).isEqualTo(any.text("token"));
        assertThat(refused("th.re.e")).contains("No registered mapping for client='c2'");
        assertThat(refused("f.ou.r")).contains("No registered mapping for client='c2'");
    }

    @Test
    void a_token_without_the_claim_or_with_an_odd_one_has_no_key() {
        mapping(Unmapped.REFUSED);
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana"));
        says("o.d.d", Map.of("sub", "ana", "client", "a\nb"));
        says("l.on.g", Map.of("sub", "ana", "client", "x".repeat(300)));

        assertThat(refused()).contains("client=''");
        assertThat(refused("o.d.d")).contains("client=''");
        assertThat(refused("l.on.g")).contains("client=''");
    }

    @Test
    void what_becomes_of_the_mapping_or_the_key_counts_at_once() {
        mapping(Unmapped.REFUSED);
        Fields key = aKey("duration", "1h");
        Fields mapping = map("c1", key, "");
        says(Map.of("client", "c1"));
        assertThat(known().holder().keyHash()).isEqualTo(key.text("token"));

        now = NOW.plus(Duration.ofHours(2));
        assertThat(callers.identify(TOKEN)).isInstanceOf(Identity.Expired.class);
        now = NOW;
        done(
                management
                        .keys()
                        .manage(
                                Actor.MASTER,
                                new ManageKeys.Request.Block(key.text("token"), true)));
        tellNews();
        assertThat(callers.identify(TOKEN)).isInstanceOf(Identity.Blocked.class);
        done(
                management
                        .tokenKeys()
                        .manage(
                                Actor.MASTER,
                                new ManageTokenKeys.Request.Update(
                                        Fields.NONE
                                                .with("id", mapping.text("id"))
                                                .with("is_active", false))));
        tellNews();
        assertThat(refused()).contains("No registered mapping");
    }

    @Test
    void a_key_that_is_renewed_stands_for_its_tokens_and_one_that_is_deleted_for_none() {
        mapping(Unmapped.BY_CLAIMS);
        makeUser("ana", Map.of());
        Fields key = aKey();
        map("c1", key, "");
        says(Map.of("sub", "ana", "client", "c1"));
        Fields renewed =
                done(
                        management
                                .keys()
                                .manage(
                                        Actor.MASTER,
                                        new ManageKeys.Request.Regenerate(
                                                key.text("token"), Fields.NONE, "")));

        assertThat(known().holder().keyHash())
                .isEqualTo(renewed.text("token"))
                .isNotEqualTo(key.text("token"));

        done(
                management
                        .keys()
                        .manage(
                                Actor.MASTER,
                                new ManageKeys.Request.Delete(
                                        List.of(renewed.text("token")), List.of())));
        tellNews();
        assertThat(refused()).contains("not there any more");
    }

    @Test
    void a_key_is_made_for_who_the_token_names_and_allows_no_more_than_it() {
        mapping(Unmapped.REGISTERED);
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        says(Map.of("sub", "ana", "iss", "idp", "client", "c1", "groups", List.of("search")));
        says("l.at.er", Map.of("sub", "ana", "iss", "idp", "client", "c1", "jti", "2"));

        KeyHolder first = known().holder();
        KeyHolder later = known("l.at.er").holder();

        assertThat(first.keyHash()).hasSize(64).isEqualTo(later.keyHash());
        assertThat(first.user()).isEqualTo("ana");
        assertThat(first.team()).isEqualTo("search");
        assertThat(first.routes()).isEqualTo(TokenRules.TEAM_ROUTES);
        assertThat(kept(EntityKind.KEY, first.keyHash()).within("metadata").text("jwt_claim_value"))
                .isEqualTo("c1");
    }

    @Test
    void no_key_is_made_for_who_is_not_let_in_or_administers() {
        mapping(Unmapped.REGISTERED);
        says(Map.of("sub", "nobody", "client", "c1"));
        says("a.d.m", Map.of("sub", "root", "client", "c2", "scope", TokenRules.ADMIN_SCOPE));

        assertThat(refused()).contains("doesn't exist");
        assertThat(known("a.d.m").holder().role()).isEqualTo(UserRole.PROXY_ADMIN);
        assertThat(known("a.d.m").holder().keyHash()).startsWith("hashed-jwt-");
    }

    @Test
    void the_newest_key_that_a_user_has_for_good_stands_for_their_token_where_that_is_wanted() {
        existing = true;
        mapping(Unmapped.REGISTERED);
        makeUser("ana", Map.of());
        makeUser("bob", Map.of());
        makeTeam("search", Map.of());
        Fields older = aKey("user_id", "ana");
        now = now.plusSeconds(1);
        Fields wanted = aKey("user_id", "ana", "allowed_routes", List.of("llm_api_routes"));
        now = now.plusSeconds(1);
        Fields blocked = aKey("user_id", "ana");
        done(
                management
                        .keys()
                        .manage(
                                Actor.MASTER,
                                new ManageKeys.Request.Block(blocked.text("token"), true)));
        List<Fields> unfit =
                List.of(
                        older,
                        blocked,
                        aKey("user_id", "bob"),
                        aKey("user_id", "ana", "duration", "1h"),
                        aKey("user_id", "ana", "team_id", "search"),
                        aKey("user_id", "ana", "allowed_routes", List.of("management_routes")),
                        aKey("user_id", "ana", "metadata", Map.of("jwt_claim_name", "sub")));
        says(Map.of("sub", "ana", "iss", "idp", "client", "ana"));

        String stands = known().holder().keyHash();

        assertThat(unfit).extracting(key -> key.text("token")).doesNotContain(stands);
        assertThat(stands).isEqualTo(wanted.text("token"));
        assertThat(entities.belonging(EntityKind.KEY, Entities.Owner.USER, List.of("ana"), 10))
                .hasEntrySatisfying("ana", page -> assertThat(page.total()).isEqualTo(7));
    }

    @Test
    void
            a_users_key_does_not_stand_for_a_claim_that_others_share_or_for_a_token_that_allows_less() {
        existing = true;
        mapping(Unmapped.REGISTERED);
        makeUser("ana", Map.of());
        makeTeam("search", Map.of());
        Fields own = aKey("user_id", "ana");
        Fields ofTeam = aKey("user_id", "ana", "team_id", "search");
        says(Map.of("sub", "ana", "iss", "idp", "client", "shared"));
        says(
                "o.f.team",
                Map.of("sub", "ana", "iss", "idp", "client", "ana", "groups", List.of("search")));

        assertThat(known().holder().keyHash()).hasSize(64).isNotEqualTo(own.text("token"));
        KeyHolder team = known("o.f.team").holder();
        assertThat(team.keyHash()).hasSize(64).isNotEqualTo(ofTeam.text("token"));
        assertThat(team.routes()).isEqualTo(TokenRules.TEAM_ROUTES);
    }

    @Test
    void a_mapping_that_was_switched_off_takes_no_key_that_is_there_and_deletes_none() {
        existing = true;
        mapping(Unmapped.REGISTERED);
        makeUser("ana", Map.of());
        Fields own = aKey("user_id", "ana");
        Fields mapping = map("ana", own, "idp");
        done(
                management
                        .tokenKeys()
                        .manage(
                                Actor.MASTER,
                                new ManageTokenKeys.Request.Update(
                                        Fields.NONE
                                                .with("id", mapping.text("id"))
                                                .with("is_active", false))));
        says(Map.of("sub", "ana", "iss", "idp", "client", "ana"));

        assertThat(refused()).contains("No registered mapping");
        assertThat(entities.find(EntityKind.KEY, List.of(own.text("token")))).hasSize(1);
    }

    @Test
    void a_mapping_that_was_switched_off_is_not_made_anew() {
        mapping(Unmapped.REGISTERED);
        makeUser("ana", Map.of());
        says(Map.of("sub", "ana", "iss", "idp", "client", "c1"));
        Fields key = aKey();
        Fields mapping = map("c1", key, "idp");
        done(
                management
                        .tokenKeys()
                        .manage(
                                Actor.MASTER,
                                new ManageTokenKeys.Request.Update(
                                        Fields.NONE
                                                .with("id", mapping.text("id"))
                                                .with("is_active", false))));

        assertThat(refused()).contains("No registered mapping");
        assertThat(entities.belonging(EntityKind.KEY, Entities.Owner.USER, List.of("ana"), 10))
                .as("the key that was made in vain")
                .isEmpty();
    }

    private static Function<String, ModelAccess.Asked> asked(String model) {
        return _ -> new ModelAccess.Asked(model, "", Set.of(), "", true);
    }

    private static Mappings mapped(RoleMapping role) {
        return new Mappings(List.of(), List.of(role), List.of(), false);
    }

    private TokenRules rules() {
        return rules("");
    }

    private TokenRules domain(String domain) {
        return rules(domain);
    }

    private TokenRules rules(String domain) {
        return new TokenRules(
                true,
                new ClaimNames(
                        ClaimPath.parse("sub"),
                        ClaimPath.parse("email"),
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.parse("groups"),
                        ClaimPath.NOWHERE,
                        ClaimPath.parse("org"),
                        ClaimPath.NOWHERE,
                        ClaimPath.parse("customer"),
                        ClaimPath.NOWHERE,
                        ClaimPath.parse("roles")),
                Map.of(),
                TokenRules.ADMIN_SCOPE,
                TokenRules.ADMIN_ROUTES,
                TokenRules.TEAM_ROUTES,
                "",
                teamNeeded,
                domain,
                List.of(),
                mappings,
                enrolment,
                ownTeams,
                keyClaim);
    }

    private List<String> teams() {
        rules = withTeamNames();
        return known().token().orElseThrow().teams().stream().map(KeyHolder::team).toList();
    }

    /// The same rules with the claims `team` and `team_name`.
    private TokenRules withTeamNames() {
        TokenRules its = rules();
        return new TokenRules(
                true,
                new ClaimNames(
                        its.names().user(),
                        its.names().email(),
                        ClaimPath.NOWHERE,
                        ClaimPath.parse("team"),
                        its.names().teams(),
                        ClaimPath.parse("team_name"),
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE,
                        ClaimPath.NOWHERE),
                Map.of(),
                its.adminScope(),
                its.adminRoutes(),
                its.teamRoutes(),
                "",
                false,
                "",
                List.of(),
                mappings,
                enrolment,
                ownTeams,
                keyClaim);
    }

    private void says(Map<String, ?> claims) {
        says(TOKEN, claims);
    }

    private void says(String token, Map<String, ?> claims) {
        verdicts.put(token, new Verdict.Genuine("digest of " + token, Fields.of(claims)));
    }

    private Caller known() {
        return known(TOKEN);
    }

    private Caller known(String token) {
        Identity identity = callers.identify(token);
        assertThat(identity).isInstanceOf(Identity.Known.class);
        return ((Identity.Known) identity).caller();
    }

    private String refused() {
        return refused(TOKEN);
    }

    private String refused(String token) {
        Identity identity = callers.identify(token);
        assertThat(identity).isInstanceOf(Identity.TokenRefused.class);
        Identity.TokenRefused refused = (Identity.TokenRefused) identity;
        assertThat(refused.fault()).isEqualTo(Fault.NOT_ADMITTED);
        return refused.why();
    }

    private Fault fault(String token) {
        return ((Identity.TokenRefused) callers.identify(token)).fault();
    }

    private Fields kept(EntityKind kind, String id) {
        return entities.find(kind, List.of(id)).getFirst().fields();
    }

    private void makeUser(String id, Map<String, ?> fields) {
        Fields user = Fields.of(fields).with("user_id", id).with("auto_create_key", false);
        assertThat(management.users().manage(Actor.MASTER, new ManageUsers.Request.Make(user)))
                .isInstanceOf(Outcome.Done.class);
    }

    private void makeTeam(String id, Map<String, ?> fields) {
        manage(new ManageTeams.Request.Make(Fields.of(fields).with("team_id", id)));
    }

    private void manage(ManageTeams.Request request) {
        assertThat(management.teams().manage(Actor.MASTER, request))
                .isInstanceOf(Outcome.Done.class);
    }

    private void tellNews() {
        callers.changed(entities.since(0));
    }

    /// Takes for genuine what a test says is.
    private final class FakeIssuer implements SignedTokens {
        @Override
        public Verdict check(String token) {
            return verdicts.getOrDefault(token, new Verdict.Refused("not said"));
        }
    }
}
