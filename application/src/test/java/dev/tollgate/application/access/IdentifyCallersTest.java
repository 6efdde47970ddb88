package dev.tollgate.application.access;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.port.in.IdentifyCaller;
import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.SignedTokens.Verdict;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.store.ChangeFeed;
import dev.tollgate.application.store.StoreTrust;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.token.TokenRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

class IdentifyCallersTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final String KEY = "sk-some-virtual-key-0123456789";

    private final InMemoryEntities entities = new InMemoryEntities(_ -> Map.of());
    private Instant now = NOW;
    private boolean away;
    private Duration silence = Duration.ZERO;
    private final GatewaySetup setup = new TestGateway().with(aDeployment("a")).setup();
    private final IdentifyCallers identify = identifying(() -> setup);

    @Test
    void the_master_key_is_its_holder() {
        assertThat(identify.identify(TestGateway.MASTER_KEY.reveal()))
                .isEqualTo(new Identity.Known(Caller.MASTER));
    }

    @Test
    void a_reload_that_changes_the_key_changes_who_is_known() {
        GatewaySetup[] current = {setup};
        IdentifyCallers reloading = identifying(() -> current[0]);
        assertThat(reloading.identify(TestGateway.MASTER_KEY.reveal()))
                .isInstanceOf(Identity.Known.class);

        current[0] =
                new GatewaySetup(
                        setup.catalog(),
                        setup.rules(),
                        setup.limits(),
                        setup.money(),
                        Secret.of("sk-another-key-0123456789"),
                        "",
                        false,
                        setup.health(),
                        setup.provider(),
                        setup.transcripts(),
                        setup.continuations());

        assertThat(reloading.identify(TestGateway.MASTER_KEY.reveal()))
                .isInstanceOf(Identity.Unknown.class);
        assertThat(reloading.identify("sk-another-key-0123456789"))
                .isInstanceOf(Identity.Known.class);
    }

    @ParameterizedTest
    @CsvSource({
        "sk-ant-api03-abc, Anthropic",
        "sk-proj-abc, OpenAI",
        "gsk_abc, Groq",
        "sk-abc, ''",
        "'', ''",
    })
    void a_stranger_stays_one_and_a_providers_key_is_recognised(String key, String provider) {
        assertThat(identify.identify(key)).isEqualTo(new Identity.Unknown(provider));
    }

    @Test
    void a_virtual_key_brings_what_its_team_user_and_budget_row_say() {
        keep(EntityKind.BUDGET, "small", Map.of("max_budget", 3, "budget_duration", "1d"));
        keep(EntityKind.TEAM, "search", Map.of("team_alias", "Search", "models", List.of("gpt")));
        keep(EntityKind.USER, "ana", Map.of("max_budget", 10, "user_role", "internal_user"));
        keep(
                EntityKind.TEAM_MEMBER,
                "search/ana",
                Map.of("team_id", "search", "user_id", "ana", "max_budget_in_team", 5));
        keep(
                EntityKind.KEY,
                hash(KEY),
                Map.of(
                        "tollgate_key_id", "k1",
                        "key_alias", "ci",
                        "team_id", "search",
                        "user_id", "ana",
                        "budget_id", "small",
                        "rpm_limit", 100));

        KeyHolder holder = known(KEY).holder();

        assertThat(holder.budgets())
                .extracting(budget -> budget.subject().scope() + " " + budget.max())
                .containsExactlyInAnyOrder("KEY 3", "TEAM_MEMBER 5", "USER 10");
        assertThat(holder.limits())
                .containsExactly(
                        new RateLimit(Subject.of(Scope.KEY, "k1"), RateLimit.Kind.REQUESTS, 100));
        assertThat(holder.models().lists())
                .containsExactly(
                        new ModelAccess.ModelList(
                                ModelAccess.Owner.TEAM, "search", List.of("gpt")));
        assertThat(holder.teamAlias()).isEqualTo("Search");
    }

    @Test
    void what_a_key_or_its_team_wants_kept_out_of_logs_is_confidential() {
        Map<String, ?> plain = Map.of("turn_off_message_logging", true);
        Map<String, ?> ofCallback =
                Map.of(
                        "logging",
                        List.of(
                                Map.of(
                                        "callback_vars",
                                        Map.of("turn_off_message_logging", "True"))));
        keep(EntityKind.TEAM, "open", Map.of("metadata", Map.of("logging", List.of())));
        keep(EntityKind.TEAM, "closed", Map.of("metadata", ofCallback));
        keep(EntityKind.KEY, hash("sk-0"), Map.of("team_id", "open"));
        keep(EntityKind.KEY, hash("sk-1"), Map.of("team_id", "open", "metadata", plain));
        keep(EntityKind.KEY, hash("sk-2"), Map.of("team_id", "closed"));

        assertThat(known("sk-0").holder().confidential()).isFalse();
        assertThat(known("sk-1").holder().confidential()).isTrue();
        assertThat(known("sk-2").holder().confidential()).isTrue();
    }

    @Test
    void a_member_without_a_budget_of_their_own_has_the_one_their_team_gives() {
        keep(
                EntityKind.TEAM,
                "search",
                Map.of("team_member_budget", 7, "team_member_budget_duration", "1mo"));
        keep(
                EntityKind.KEY,
                hash(KEY),
                Map.of("tollgate_key_id", "k1", "team_id", "search", "user_id", "ana"));

        assertThat(known(KEY).holder().budgets())
                .containsExactly(
                        new Budget(
                                Subject.of(Scope.TEAM_MEMBER, "search/ana"),
                                Usd.of(new BigDecimal(7)),
                                BudgetDuration.parse("1mo")));
    }

    @Test
    void a_key_that_was_blocked_is_refused_as_soon_as_that_is_heard_of() {
        keep(EntityKind.TEAM, "search", Map.of());
        keep(EntityKind.KEY, hash(KEY), Map.of("team_id", "search"));
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Known.class);

        keep(EntityKind.TEAM, "search", Map.of("blocked", true));
        identify.changed(entities.since(0));

        assertThat(identify.identify(KEY))
                .isEqualTo(new Identity.Blocked(IdentifyCaller.Whose.TEAM, "search"));
    }

    @Test
    void the_keys_of_a_blocked_user_or_organisation_are_refused() {
        keep(EntityKind.USER, "ana", Map.of("blocked", true));
        keep(EntityKind.KEY, hash("sk-1"), Map.of("user_id", "ana"));
        keep(EntityKind.ORGANIZATION, "acme", Map.of("blocked", true));
        keep(EntityKind.TEAM, "search", Map.of("organization_id", "acme"));
        keep(EntityKind.KEY, hash("sk-2"), Map.of("team_id", "search"));

        assertThat(identify.identify("sk-1"))
                .isEqualTo(new Identity.Blocked(IdentifyCaller.Whose.USER, "ana"));
        assertThat(identify.identify("sk-2"))
                .isEqualTo(new Identity.Blocked(IdentifyCaller.Whose.ORGANIZATION, "acme"));
    }

    @Test
    void a_models_budget_may_hold_limits_which_its_own_limits_come_before() {
        keep(
                EntityKind.KEY,
                hash(KEY),
                Map.of(
                        "tollgate_key_id",
                        "k1",
                        "model_max_budget",
                        Map.of("a", Map.of("rpm_limit", 5, "tpm_limit", 6)),
                        "model_rpm_limit",
                        Map.of("a", 9)));

        Subject model = Subject.of(Scope.KEY, "k1").onModel("a");
        assertThat(known(KEY).holder().limits())
                .containsExactlyInAnyOrder(
                        new RateLimit(model, RateLimit.Kind.REQUESTS, 9),
                        new RateLimit(model, RateLimit.Kind.TOKENS, 6));
    }

    @Test
    void a_key_that_is_made_after_it_was_asked_for_is_known() {
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Unknown.class);
        keep(EntityKind.KEY, hash(KEY), Map.of());
        identify.changed(entities.since(0));
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Known.class);
    }

    @Test
    void a_key_is_refused_from_the_moment_it_expires() {
        keep(EntityKind.KEY, hash(KEY), Map.of("expires", NOW.plusSeconds(60).toString()));
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Known.class);
        now = NOW.plusSeconds(60);
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Expired.class);
    }

    @Test
    void a_regenerated_key_is_good_until_its_grace_ends() {
        keep(EntityKind.KEY, hash("sk-the-new-one-0123456789"), Map.of("key_alias", "ci"));
        keep(
                EntityKind.RETIRED_KEY,
                hash(KEY),
                Map.of(
                        "active_key", hash("sk-the-new-one-0123456789"),
                        "revoke_at", NOW.plusSeconds(60).toString()));
        assertThat(known(KEY).holder().keyAlias()).isEqualTo("ci");
        now = NOW.plusSeconds(60);
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Expired.class);
    }

    @Test
    void a_known_key_is_known_while_the_store_is_away_and_an_unknown_one_is_out_of_reach() {
        keep(EntityKind.KEY, hash(KEY), Map.of());
        identify.identify(KEY);
        away = true;
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Known.class);
        assertThat(identify.identify("sk-another-key-0123456789"))
                .isEqualTo(new Identity.OutOfReach());
    }

    @Test
    void a_known_key_is_good_for_the_grace_only_when_its_store_is_not_heard_of() {
        keep(EntityKind.KEY, hash(KEY), Map.of());
        identify.identify(KEY);
        away = true;
        silence = GRACE;
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Known.class);

        silence = GRACE.plusNanos(1);

        assertThat(identify.identify(KEY)).isEqualTo(new Identity.OutOfReach());
        assertThat(identify.identify(TestGateway.MASTER_KEY.reveal()))
                .isInstanceOf(Identity.Known.class);
    }

    @Test
    void a_key_that_was_not_there_may_be_meanwhile_where_news_do_not_come() {
        assertThat(identify.identify(KEY)).isInstanceOf(Identity.Unknown.class);

        silence = ChangeFeed.CUT_OFF.plusNanos(1);

        assertThat(identify.identify(KEY)).isEqualTo(new Identity.OutOfReach());
    }

    private Caller known(String key) {
        return ((Identity.Known) identify.identify(key)).caller();
    }

    @Test
    void a_group_that_is_given_by_its_id_brings_its_models_as_they_are_at_the_moment() {
        keep(EntityKind.ACCESS_GROUP, "g1", group("gold", "open/*"));
        keep(
                EntityKind.KEY,
                hash(KEY),
                Map.of(
                        "tollgate_key_id",
                        "k1",
                        "models",
                        List.of("fast"),
                        "access_group_ids",
                        List.of("g1", "no-group")));

        assertThat(known(KEY).holder().models().lists())
                .singleElement()
                .satisfies(
                        list ->
                                assertThat(list.entries())
                                        .containsExactly(
                                                "fast", "g1", "open/*", "gold", "no-group"));

        keep(EntityKind.ACCESS_GROUP, "g1", group("gold", "dear"));
        identify.changed(entities.since(0));
        assertThat(known(KEY).holder().models().lists().getFirst().entries()).contains("dear");
    }

    private static Map<String, Object> group(String name, String model) {
        return Map.of("access_group", name, "model_names", List.of(model));
    }

    private void keep(EntityKind kind, String id, Map<String, ?> fields) {
        List<Entity> before = entities.find(kind, List.of(id));
        Entity first =
                new Entity(kind, id, 1, EntityIndex.NONE, Fields.of(fields), NOW, "", NOW, "");
        assertThat(
                        entities.apply(
                                List.of(
                                        before.isEmpty()
                                                ? new Change.Create(first)
                                                : new Change.Replace(
                                                        before.getFirst()
                                                                .changed(
                                                                        Fields.of(fields),
                                                                        EntityIndex.NONE,
                                                                        NOW,
                                                                        "")))))
                .isEmpty();
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private IdentifyCallers identifying(Supplier<GatewaySetup> setups) {
        StoreTrust trust = new StoreTrust(() -> silence, () -> GRACE);
        return new IdentifyCallers(setups, reachable(), trust, () -> now, noTokens(trust));
    }

    /// Tokens are not taken.
    private TokenCallers noTokens(StoreTrust trust) {
        return new TokenCallers(
                () -> TokenRules.OFF,
                _ -> new Verdict.Refused("none is taken"),
                entities,
                (_, _) -> Outcome.forbidden("nobody is made"),
                (_, _) -> Outcome.forbidden("none is made"),
                (_, _) -> Outcome.forbidden("no key is made"),
                trust,
                () -> now);
    }

    /// The store, as long as it is not away.
    private Entities reachable() {
        return (Entities)
                Proxy.newProxyInstance(
                        Entities.class.getClassLoader(),
                        new Class<?>[] {Entities.class},
                        (_, method, arguments) -> {
                            if (away) {
                                throw new StorageUnavailable("away", new AssertionError());
                            }
                            return method.invoke(entities, arguments);
                        });
    }
}
