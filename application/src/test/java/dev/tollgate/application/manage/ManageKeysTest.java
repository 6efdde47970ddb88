package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.page;
import static dev.tollgate.application.manage.Desk.refused;
import static dev.tollgate.application.manage.Desk.usd;
import static dev.tollgate.application.manage.Desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys.KeyFilter;
import dev.tollgate.application.port.in.manage.ManageKeys.Request;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

class ManageKeysTest {
    private static final KeyFilter ALL =
            new KeyFilter("", "", "", "", "", "", "", false, false, false);

    private static final BudgetAccount SEARCH =
            BudgetAccount.ever(Subject.of(Scope.TEAM, "search"));

    private final Desk desk = new Desk();

    private Fields kept(Fields key) {
        List<Entity> found = desk.entities.find(EntityKind.KEY, List.of(key.text("token")));
        return found.getFirst().fields();
    }

    @Test
    void a_key_is_told_once_and_kept_as_its_hash_only() {
        Fields made = desk.aKey("key_alias", "ci", "max_budget", 25);

        String key = made.text("key");
        assertThat(key).matches("sk-[A-Za-z0-9_-]{22}");
        assertThat(made.text("token")).isEqualTo(KeyText.hash(key));
        assertThat(made.text("key_name")).isEqualTo("sk-..." + key.substring(key.length() - 4));
        assertThat(kept(made).asMap().values()).doesNotContain(key);
        assertThat(desk.info(made).asMap().values()).doesNotContain(key);
        assertThat(desk.info(made).has("tollgate_key_id")).isFalse();
    }

    @Test
    void an_administrators_key_belongs_to_nobody_unless_said_otherwise() {
        assertThat(desk.aKey().set("user_id")).isFalse();
        assertThat(desk.aKey("user_id", "ana").text("user_id")).isEqualTo("ana");
        assertThat(desk.made(user("ana")).text("user_id")).isEqualTo("ana");
    }

    @Test
    void an_alias_is_one_keys_only() {
        desk.aKey("key_alias", "ci");
        Fields other = desk.aKey("key_alias", "cd");

        assertThat(refused(desk.generate(Actor.MASTER, "key_alias", "ci")).message())
                .contains("Key with alias 'ci' already exists");
        assertThat(refused(desk.update(Actor.MASTER, other, "key_alias", "ci")).param())
                .isEqualTo("key_alias");
    }

    @Test
    void own_keys_are_taken_if_they_look_like_keys() {
        assertThat(desk.aKey("key", "sk-0123456789abc").text("key")).isEqualTo("sk-0123456789abc");
        assertThat(refused(desk.generate(Actor.MASTER, "key", "sk-0123456789abc")).reason())
                .isEqualTo(Reason.TAKEN);
        assertThat(refused(desk.generate(Actor.MASTER, "key", "abc-secret-value")).message())
                .contains("must start with 'sk-'")
                .doesNotContain("abc-secret-value");
        assertThat(refused(desk.generate(Actor.MASTER, "key", "sk-short")).message())
                .contains("at least 16 characters")
                .doesNotContain("sk-short");
    }

    @Test
    void wrong_values_are_refused_by_name() {
        Map<String, Object> wrong =
                Map.of(
                        "max_budget",
                        -1,
                        "budget_duration",
                        "foo",
                        "duration",
                        "soon",
                        "rpm_limit",
                        -3,
                        "temp_budget_increase",
                        5,
                        "key_type",
                        "mine",
                        "budget_id",
                        "nope",
                        "budget_limits",
                        List.of(Map.of("max_budget", 1)),
                        "model_max_budget",
                        Map.of("gpt", Map.of("budget_limit", -2)),
                        "model_rpm_limit",
                        Map.of("gpt", "many"));
        assertThat(refused(desk.generate(Actor.MASTER, "aliases", Map.of("mine", 1))).param())
                .isEqualTo("aliases");
        for (Object odd :
                List.of(Map.of(), "five", Map.of("budget_limit", "5"), Map.of("rpm_limit", -1))) {
            assertThat(
                            refused(
                                            desk.generate(
                                                    Actor.MASTER,
                                                    "model_max_budget",
                                                    Map.of("gpt", odd)))
                                    .param())
                    .as("%s", odd)
                    .isEqualTo("model_max_budget");
        }
        assertThat(refused(desk.generate(Actor.MASTER, "metadata", Map.of("tags", "prod"))).param())
                .isEqualTo("tags");
        assertThat(
                        refused(desk.generate(Actor.MASTER, "tags", Collections.nCopies(101, "a")))
                                .param())
                .isEqualTo("tags");

        wrong.forEach(
                (name, value) ->
                        assertThat(refused(desk.generate(Actor.MASTER, name, value)))
                                .as(name)
                                .satisfies(
                                        it -> assertThat(it.reason()).isEqualTo(Reason.INVALID)));
        assertThat(page(desk.keys(Actor.MASTER, new Request.Browse(ALL, first()))).total())
                .isZero();
    }

    private static Paging first() {
        return new Paging(1, 10, "", true);
    }

    @Test
    void a_validity_is_counted_to_the_second_and_a_month_by_the_calendar() {
        assertThat(desk.aKey("duration", "90d").text("expires"))
                .isEqualTo(Desk.START.plus(Duration.ofDays(90)).toString());
        assertThat(desk.aKey("duration", "1mo").text("expires")).isEqualTo("2026-12-23T08:00:00Z");
        Fields key = desk.aKey("duration", "1h");
        assertThat(done(desk.update(Actor.MASTER, key, "duration", "-1")).set("expires")).isFalse();
    }

    @Test
    void a_key_with_a_budget_and_an_end_is_told_when_it_ends() {
        assertThat(desk.aKey("max_budget", 5, "duration", "1d").text("notice"))
                .contains("2026-11-24T08:00:00Z");
        assertThat(
                        desk.aKey("max_budget", 5, "duration", "1d", "budget_duration", "1d")
                                .has("notice"))
                .isFalse();
        assertThat(desk.aKey("duration", "1d").has("notice")).isFalse();
    }

    @Test
    void whoever_sets_what_is_kept_without_effect_is_told() {
        Fields key = desk.aKey("tpd_limit", 5, "auto_rotate", false, "guardrails", List.of());
        assertThat(key.text("notice")).endsWith("without effect: tpd_limit.");
        assertThat(done(desk.update(Actor.MASTER, key, "rpm_limit", 5)).has("notice")).isFalse();
        assertThat(done(desk.update(Actor.MASTER, key, "auto_rotate", true)).text("notice"))
                .endsWith("without effect: tpd_limit, auto_rotate.");
        assertThat(desk.aKey("rpm_limit", 5).has("notice")).isFalse();
    }

    @Test
    void null_clears_and_absent_leaves() {
        Fields key = desk.aKey("max_budget", 5, "rpm_limit", 10, "budget_duration", "30d");

        Fields changed = done(desk.update(Actor.MASTER, key, "max_budget", null, "tpm_limit", 7));

        assertThat(changed.set("max_budget")).isFalse();
        assertThat(changed.number("rpm_limit")).contains(usd("10"));
        assertThat(changed.number("tpm_limit")).contains(usd("7"));
        assertThat(changed.text("budget_reset_at")).isEqualTo("2026-12-01T00:00:00Z");
        Fields again = done(desk.update(Actor.MASTER, key, "budget_duration", null));
        assertThat(again.set("budget_reset_at")).isFalse();
    }

    @Test
    void fields_within_metadata_are_kept_once_and_shown_in_both_places() {
        Fields key = desk.aKey("metadata", Map.of("tags", List.of("ci"), "cost", "42"));

        assertThat(kept(key).within("metadata").names()).containsExactly("cost");
        assertThat(desk.info(key).texts("tags")).containsExactly("ci");
        assertThat(desk.info(key).within("metadata").texts("tags")).containsExactly("ci");
        done(desk.update(Actor.MASTER, key, "metadata", Map.of("cost", "43")));
        assertThat(desk.info(key).set("tags")).isFalse();
        assertThat(desk.info(key).within("metadata").text("cost")).isEqualTo("43");
    }

    @Test
    void an_alias_alone_names_the_key_to_change() {
        Fields key = desk.aKey("key_alias", "ci");

        Fields change = fields("key_alias", "ci", "rpm_limit", 3);
        done(desk.keys(Actor.MASTER, new Request.Update(change)));

        assertThat(desk.info(key).number("rpm_limit")).contains(usd("3"));
        assertThat(refused(desk.keys(Actor.MASTER, new Request.Update(Fields.NONE))).reason())
                .isEqualTo(Reason.INCOMPLETE);
        Fields unknown = fields("key", "sk-unknown-0123456789");
        assertThat(refused(desk.keys(Actor.MASTER, new Request.Update(unknown))))
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.MISSING))
                .satisfies(it -> assertThat(it.message()).doesNotContain("0123456789"));
    }

    @Test
    void what_was_spent_is_not_forgotten_by_another_duration() {
        Fields key = desk.aKey("max_budget", 5, "budget_duration", "1d");
        desk.spends(key, "1d", "3");

        Fields changed = done(desk.update(Actor.MASTER, key, "budget_duration", "1mo"));

        assertThat(changed.number("spend").orElseThrow()).isEqualByComparingTo("3");
        assertThat(changed.text("budget_reset_at")).isEqualTo("2026-12-01T00:00:00Z");
    }

    @Test
    void spend_is_that_of_the_present_period() {
        Fields key = desk.aKey("max_budget", 5, "budget_duration", "1d");
        desk.spends(key, "1d", "3");

        desk.pass(Duration.ofDays(1));

        assertThat(desk.info(key).number("spend").orElseThrow()).isEqualByComparingTo("0");
    }

    @Test
    void spend_is_reset_to_no_more_than_it_was() {
        Fields key = desk.aKey("max_budget", 5);
        desk.spends(key, "", "3");

        String token = key.text("token");
        var over = new Request.ResetSpend(token, fields("reset_to", 4));
        assertThat(refused(desk.keys(Actor.MASTER, over)).param()).isEqualTo("reset_to");
        var reset = new Request.ResetSpend(token, fields("reset_to", 1));
        Fields told = done(desk.keys(Actor.MASTER, reset));

        assertThat(told.number("previous_spend").orElseThrow()).isEqualByComparingTo("3");
        assertThat(desk.info(key).number("spend").orElseThrow()).isEqualByComparingTo("1");
    }

    @Test
    void the_spend_of_all_keys_and_teams_is_reset_by_an_administrator_only() {
        Fields daily = desk.aKey("max_budget", 5, "budget_duration", "1d");
        Fields key = desk.aKey("max_budget", 5);
        desk.aTeam("search");
        desk.spends(daily, "1d", "3");
        desk.spends(key, "", "2");
        desk.accounts.adjust(SEARCH, Usd.of(usd("4")), desk.now(), "");

        Outcome ofUser = desk.keys(user("ana"), new Request.ResetSpendOfAll());
        assertThat(refused(ofUser).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(desk.info(key).number("spend").orElseThrow()).isEqualByComparingTo("2");
        done(desk.keys(Actor.MASTER, new Request.ResetSpendOfAll()));

        for (Fields each : List.of(daily, key)) {
            assertThat(desk.info(each).number("spend").orElseThrow()).isEqualByComparingTo("0");
        }
        assertThat(desk.accounts.spent(List.of(SEARCH.subject()))).isEmpty();
    }

    @Test
    void the_newest_keys_come_first_page_by_page() {
        for (int i = 0; i < 5; i++) {
            desk.aKey("key_alias", "k" + i);
            desk.pass(Duration.ofSeconds(1));
        }

        Paging second = new Paging(2, 2, "", true);
        Page page = page(desk.keys(Actor.MASTER, new Request.Browse(ALL, second)));

        assertThat(page.items())
                .extracting(key -> key.text("key_alias"))
                .containsExactly("k2", "k1");
        assertThat(page.total()).isEqualTo(5);
        assertThat(page.pages()).isEqualTo(3);
    }

    @Test
    void deleted_keys_are_gone_and_listed_among_the_deleted() {
        Fields one = desk.aKey("key_alias", "one");
        desk.aKey("key_alias", "two");

        Fields told =
                done(
                        desk.keys(
                                Actor.MASTER,
                                new Request.Delete(List.of(one.text("key")), List.of())));
        done(desk.keys(Actor.MASTER, new Request.Delete(List.of(), List.of("two"))));

        assertThat(told.texts("deleted_keys")).containsExactly(one.text("token"));
        assertThat(refused(desk.keys(Actor.MASTER, new Request.Show(one.text("token")))).reason())
                .isEqualTo(Reason.MISSING);
        KeyFilter deleted = new KeyFilter("", "", "", "", "", "", "", false, false, true);
        assertThat(page(desk.keys(Actor.MASTER, new Request.Browse(deleted, first()))).total())
                .isEqualTo(2);
        assertThat(
                        refused(
                                        desk.keys(
                                                Actor.MASTER,
                                                new Request.Delete(
                                                        List.of(one.text("key")), List.of())))
                                .message())
                .isEqualTo("No keys found");
    }

    @Test
    void a_renewed_key_keeps_its_limits_spend_and_name() {
        Fields old = desk.aKey("key_alias", "ci", "max_budget", 5);
        desk.spends(old, "", "3");

        Fields renewed =
                done(
                        desk.keys(
                                Actor.MASTER,
                                new Request.Regenerate(
                                        old.text("key"), fields("grace_period", "24h"), "")));

        assertThat(renewed.text("key")).isNotEqualTo(old.text("key"));
        assertThat(renewed.text("key_alias")).isEqualTo("ci");
        assertThat(renewed.number("spend").orElseThrow()).isEqualByComparingTo("3");
        Entity retired =
                desk.entities.find(EntityKind.RETIRED_KEY, List.of(old.text("token"))).getFirst();
        assertThat(retired.fields().text("active_key")).isEqualTo(renewed.text("token"));
        assertThat(Instant.parse(retired.fields().text("revoke_at")))
                .isEqualTo(Desk.START.plus(Duration.ofHours(24)));
    }

    @Test
    void a_key_in_its_grace_works_on_for_the_newest_one_unless_that_is_renewed_without_a_grace() {
        Fields first = desk.aKey();
        Fields second = renewed(first, "24h");
        desk.pass(Duration.ofHours(1));
        Fields third = renewed(second, "2h");

        Fields retired = retired(first);
        assertThat(retired.text("active_key")).isEqualTo(third.text("token"));
        assertThat(Instant.parse(retired.text("revoke_at")))
                .isEqualTo(Desk.START.plus(Duration.ofHours(3)));

        renewed(third, null);
        assertThat(Instant.parse(retired(first).text("revoke_at"))).isEqualTo(desk.now());
    }

    private Fields renewed(Fields key, @Nullable String grace) {
        Request request =
                new Request.Regenerate(key.text("token"), fields("grace_period", grace), "");
        return done(desk.keys(Actor.MASTER, request));
    }

    private Fields retired(Fields key) {
        return desk.entities
                .find(EntityKind.RETIRED_KEY, List.of(key.text("token")))
                .getFirst()
                .fields();
    }

    @Test
    void what_a_new_key_spent_elsewhere_counts() {
        Fields key = desk.aKey("max_budget", 5, "budget_duration", "1d", "spend", usd("4"));
        assertThat(key.number("spend").orElseThrow()).isEqualByComparingTo("4");
        assertThat(desk.info(key).number("spend").orElseThrow()).isEqualByComparingTo("4");
    }

    @Test
    void aliases_are_listed_without_the_keys_that_have_none() {
        desk.aKey();
        desk.aKey("key_alias", "b");
        desk.aKey("key_alias", "a");
        desk.aKey();

        Page page = page(desk.keys(Actor.MASTER, new Request.Aliases("", 2, 1)));
        assertThat(page.items()).extracting(row -> row.text("key_alias")).containsExactly("b");
        assertThat(page.total()).isEqualTo(2);
    }

    @Test
    void a_renewal_that_is_repeated_under_the_same_word_gives_the_same_key() {
        Fields old = desk.aKey();
        String key = old.text("key");

        Fields first =
                done(desk.keys(Actor.MASTER, new Request.Regenerate(key, Fields.NONE, "once")));
        Fields again =
                done(desk.keys(Actor.MASTER, new Request.Regenerate(key, Fields.NONE, "once")));

        assertThat(again.text("key")).isEqualTo(first.text("key"));
        var other = new Request.Regenerate(key, Fields.NONE, "twice");
        assertThat(refused(desk.keys(Actor.MASTER, other)).reason()).isEqualTo(Reason.MISSING);
        desk.pass(Duration.ofDays(2));
        var late = new Request.Regenerate(key, Fields.NONE, "once");
        assertThat(refused(desk.keys(Actor.MASTER, late)).reason()).isEqualTo(Reason.MISSING);
    }

    @Test
    void many_changes_are_made_each_by_itself() {
        Fields one = desk.aKey();
        Fields other = desk.aKey();

        Fields told =
                done(
                        desk.keys(
                                Actor.MASTER,
                                new Request.UpdateAll(
                                        List.of(
                                                fields("key", one.text("token"), "max_budget", 3),
                                                fields(
                                                        "key",
                                                        other.text("token"),
                                                        "max_budget",
                                                        -3)))));

        assertThat(told.all("successful_updates")).hasSize(1);
        assertThat(told.all("failed_updates").getFirst().text("failed_reason"))
                .contains("non-negative");
        assertThat(desk.info(one).number("max_budget")).contains(usd("3"));
    }
}
