package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.lead;
import static dev.tollgate.application.manage.Desk.member;
import static dev.tollgate.application.manage.Desk.page;
import static dev.tollgate.application.manage.Desk.refused;
import static dev.tollgate.application.manage.Desk.showing;
import static dev.tollgate.application.manage.Desk.usd;
import static dev.tollgate.application.manage.Desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.manage.ManagementRules.Issuing;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys.KeyFilter;
import dev.tollgate.application.port.in.manage.ManageKeys.Request;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who may do what with whose key, and how much can be given.
class KeyOwnersTest {
    private final Desk desk = new Desk();

    private static void forbidden(Outcome outcome) {
        assertThat(refused(outcome).reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void users_make_keys_for_themselves_and_for_nobody_else() {
        assertThat(desk.made(user("ana")).text("user_id")).isEqualTo("ana");
        forbidden(desk.generate(user("ana"), "user_id", "bob"));
        forbidden(desk.generate(user("ana"), "team_id", "red"));
    }

    @Test
    void users_touch_no_key_of_others() {
        Fields bobs = desk.aKey("user_id", "bob");
        String token = bobs.text("token");
        Actor ana = user("ana");

        forbidden(desk.update(ana, bobs, "rpm_limit", 1));
        forbidden(desk.keys(ana, new Request.Show(token)));
        forbidden(desk.keys(ana, new Request.Delete(List.of(token), List.of())));
        forbidden(desk.keys(ana, new Request.Regenerate(token, Fields.NONE, "")));
        forbidden(desk.keys(ana, new Request.Block(token, true)));
        forbidden(desk.keys(ana, new Request.ResetSpend(token, fields("reset_to", 0))));
        assertThat(desk.info(bobs).set("rpm_limit")).isFalse();
    }

    @Test
    void giving_a_key_away_needs_a_right_to_the_old_and_the_new_owner() {
        desk.aTeam("red");
        Fields own = desk.aKey("user_id", "ana");
        Fields reds = desk.aKey("team_id", "red");

        forbidden(desk.update(user("ana"), own, "user_id", "bob"));
        forbidden(desk.update(user("ana"), own, "team_id", "red"));
        forbidden(desk.update(lead("ana", "blue"), reds, "team_id", "blue"));
        done(desk.update(lead("ana", "red"), own, "team_id", "red"));
        assertThat(desk.info(own).text("team_id")).isEqualTo("red");
    }

    @Test
    void who_is_blocked_cannot_unblock_themselves() {
        Fields own = desk.aKey("user_id", "ana");
        done(desk.keys(Actor.MASTER, new Request.Block(own.text("token"), true)));

        forbidden(desk.keys(user("ana"), new Request.Block(own.text("token"), false)));
        forbidden(desk.update(user("ana"), own, "blocked", false));
        assertThat(desk.info(own).yes("blocked")).isTrue();
    }

    @Test
    void a_key_gives_no_more_than_it_has() {
        Fields own =
                desk.aKey(
                        "user_id",
                        "ana",
                        "max_budget",
                        5,
                        "models",
                        List.of("a", "b"),
                        "duration",
                        "1d");
        Actor ana = showing("ana", own);

        Fields child = desk.made(ana);
        assertThat(child.number("max_budget")).contains(usd("5"));
        assertThat(child.texts("models")).containsExactly("a", "b");
        assertThat(child.text("expires")).isEqualTo(own.text("expires"));
        assertThat(desk.made(ana, "models", List.of("a"), "max_budget", 4).texts("models"))
                .containsExactly("a");
        forbidden(desk.generate(ana, "max_budget", 6));
        forbidden(desk.generate(ana, "models", List.of("c")));
        forbidden(desk.update(ana, own, "max_budget", 50));
        assertThat(done(desk.update(ana, own, "max_budget", null)).number("max_budget"))
                .contains(usd("5"));
    }

    @Test
    void a_user_raises_no_key_above_what_they_may_use_themselves() {
        done(
                desk.users(
                        Actor.MASTER,
                        new ManageUsers.Request.Make(
                                fields(
                                        "user_id",
                                        "ana",
                                        "max_budget",
                                        5,
                                        "models",
                                        List.of("a"),
                                        "auto_create_key",
                                        false))));
        Fields own = desk.aKey("user_id", "ana");

        forbidden(desk.update(user("ana"), own, "max_budget", 6));
        forbidden(desk.update(user("ana"), own, "models", List.of("b")));
        done(desk.update(user("ana"), own, "max_budget", 4, "models", List.of("a")));
        done(desk.update(user("ana"), own, "max_budget", null));
        done(desk.update(Actor.MASTER, own, "max_budget", 6));
    }

    @Test
    void limits_that_are_given_from_above_are_not_set_by_oneself() {
        Fields own = desk.aKey("user_id", "ana");

        forbidden(desk.generate(user("ana"), "permissions", fields("get_spend_routes", false)));
        forbidden(
                desk.update(
                        user("ana"),
                        own,
                        "temp_budget_increase",
                        5,
                        "temp_budget_expiry",
                        "2027-01-01"));
        forbidden(desk.update(user("ana"), own, "spend", 0));
    }

    @Test
    void a_budget_begins_anew_no_more_often_than_it_was_given() {
        Fields forLife = desk.aKey("user_id", "ana", "max_budget", 5);
        forbidden(desk.update(showing("ana", forLife), forLife, "budget_duration", "1d"));
        forbidden(desk.generate(showing("ana", forLife), "budget_duration", "1d"));

        Fields monthly = desk.aKey("user_id", "ana", "max_budget", 5, "budget_duration", "30d");
        Actor ana = showing("ana", monthly);
        forbidden(desk.update(ana, monthly, "budget_duration", "7d"));
        done(desk.generate(ana, "budget_duration", "60d"));
        done(desk.update(ana, monthly, "budget_duration", null));

        desk.aTeam("red", "max_budget", 5);
        Fields faster = fields("team_id", "red", "budget_duration", "1d");
        forbidden(desk.teams(lead("bob", "red"), new ManageTeams.Request.Update(faster)));
    }

    @Test
    void the_organisation_that_pays_is_not_chosen_by_who_has_a_key() {
        Fields own = desk.aKey("user_id", "ana", "organization_id", "acme");
        Actor ana = showing("ana", own);

        forbidden(desk.update(ana, own, "organization_id", null));
        forbidden(desk.update(ana, own, "organization_id", "other"));
        forbidden(desk.generate(ana, "organization_id", "other"));
        assertThat(desk.made(ana).text("organization_id")).isEqualTo("acme");
        forbidden(desk.generate(user("bob"), "organization_id", "acme"));
        done(desk.update(ana, own, "key_alias", "mine", "organization_id", "acme"));
    }

    @Test
    void access_groups_are_no_way_round_a_list_of_models() {
        Fields own = desk.aKey("user_id", "ana", "models", List.of("a"));
        forbidden(desk.update(showing("ana", own), own, "access_group_ids", List.of("beta")));
        forbidden(desk.generate(showing("ana", own), "access_group_ids", List.of("beta")));

        Fields grouped = desk.aKey("user_id", "ana", "access_group_ids", List.of("beta"));
        forbidden(desk.update(showing("ana", grouped), grouped, "models", List.of("a")));
        assertThat(desk.made(showing("ana", grouped)).texts("access_group_ids"))
                .containsExactly("beta");
    }

    @Test
    void tags_that_budgets_hang_on_are_not_taken_off_by_who_has_a_key() {
        Fields own = desk.aKey("user_id", "ana", "tags", List.of("eu"));
        Actor ana = showing("ana", own);

        forbidden(desk.update(ana, own, "tags", null));
        forbidden(desk.update(ana, own, "tags", List.of("us")));
        forbidden(desk.update(ana, own, "metadata", Map.of()));
        assertThat(done(desk.update(ana, own, "tags", List.of("us", "eu"))).texts("tags"))
                .containsExactly("us", "eu");
        assertThat(desk.made(ana, "tags", List.of("dev")).texts("tags"))
                .containsExactlyInAnyOrder("us", "eu", "dev");
        done(desk.update(Actor.MASTER, own, "tags", null));
    }

    @Test
    void nor_by_hiding_them_in_metadata() {
        Fields increase =
                fields(
                        "temp_budget_increase",
                        usd("5"),
                        "temp_budget_expiry",
                        "2027-01-01T00:00:00Z");
        Fields own = desk.aKey("user_id", "ana", "max_budget", 0);

        forbidden(desk.update(user("ana"), own, "metadata", increase));
        forbidden(
                desk.keys(
                        user("ana"),
                        new Request.Regenerate(
                                own.text("token"), fields("metadata", increase), "")));
        assertThat(desk.info(own).set("temp_budget_increase")).isFalse();

        done(desk.update(Actor.MASTER, own, "metadata", increase));
        done(desk.update(user("ana"), own, "metadata", increase.with("note", "as it was shown")));
        assertThat(
                        refused(
                                        desk.update(
                                                user("ana"),
                                                own,
                                                "metadata",
                                                fields("model_rpm_limit", fields("a", -1))))
                                .param())
                .isEqualTo("model_rpm_limit");
    }

    @Test
    void nobody_but_a_proxy_admin_opens_to_a_key_what_everybody_spent() {
        desk.aTeam("red");
        Actor bob = lead("bob", "red");
        Fields reds = desk.made(bob, "team_id", "red", "permissions", fields("note", true));
        Fields opens = fields("get_spend_routes", true);

        forbidden(desk.generate(bob, "team_id", "red", "permissions", opens));
        forbidden(desk.update(bob, reds, "permissions", opens));
        done(desk.update(Actor.MASTER, reds, "permissions", opens));
        done(desk.update(bob, reds, "permissions", null));
    }

    @Test
    void a_teams_administrator_manages_its_keys_and_a_member_what_is_permitted() {
        desk.aTeam("red");
        desk.joins("red", "ana", "user");
        Actor ana = member("ana", "red");
        Fields reds = desk.made(lead("bob", "red"), "team_id", "red");

        done(desk.keys(ana, new Request.Show(reds.text("token"))));
        forbidden(desk.generate(ana, "team_id", "red"));
        done(
                desk.teams(
                        Actor.MASTER,
                        new ManageTeams.Request.SetPermissions("red", List.of("/key/generate"))));
        assertThat(desk.made(ana, "team_id", "red").text("user_id")).isEqualTo("ana");
        forbidden(desk.generate(ana, "team_id", "red", "user_id", "bob"));
        forbidden(desk.keys(ana, new Request.Show(reds.text("token"))));
    }

    @Test
    void lists_show_what_is_ones_own() {
        desk.aKey("user_id", "ana");
        desk.aKey("user_id", "bob");
        desk.aKey("team_id", "red");

        assertThat(listed(user("ana"), "", false)).isEqualTo(1);
        assertThat(listed(lead("ana", "red"), "", true)).isEqualTo(2);
        assertThat(listed(lead("ana", "red"), "red", false)).isEqualTo(1);
        assertThat(listed(Actor.MASTER, "", false)).isEqualTo(3);
        KeyFilter bobs = new KeyFilter("bob", "", "", "", "", "", "", false, false, false);
        forbidden(desk.keys(user("ana"), new Request.Browse(bobs, first())));
        KeyFilter reds = new KeyFilter("", "red", "", "", "", "", "", false, false, false);
        forbidden(desk.keys(user("ana"), new Request.Browse(reds, first())));
    }

    @Test
    void who_created_keys_for_others_lists_those_that_may_still_be_seen() {
        desk.aTeam("red");
        desk.joins("red", "ana", "admin");
        desk.aKey("user_id", "ana");
        desk.aKey("user_id", "bob");
        desk.made(lead("ana", "red"), "team_id", "red", "user_id", "bob");
        KeyFilter created = new KeyFilter("", "", "", "", "", "", "", true, false, false);
        KeyFilter anas = new KeyFilter("ana", "", "", "", "", "", "", true, false, false);

        assertThat(total(lead("ana", "red"), created)).isEqualTo(2);
        assertThat(total(user("ana"), created)).isEqualTo(1);
        assertThat(total(Actor.MASTER, anas)).isEqualTo(2);
        forbidden(desk.keys(user("bob"), new Request.Browse(anas, first())));
    }

    @Test
    void keys_are_listed_by_their_project() {
        desk.aKey("project_id", "p-1");
        desk.aKey("project_id", "p-2");
        desk.aKey();

        assertThat(
                        total(
                                Actor.MASTER,
                                new KeyFilter("", "", "", "", "", "", "p-1", false, false, false)))
                .isEqualTo(1);
    }

    private long total(Actor actor, KeyFilter filter) {
        return page(desk.keys(actor, new Request.Browse(filter, first()))).total();
    }

    private long listed(Actor actor, String team, boolean ofTeams) {
        KeyFilter filter = new KeyFilter("", team, "", "", "", "", "", false, ofTeams, false);
        return page(desk.keys(actor, new Request.Browse(filter, first()))).total();
    }

    private static Paging first() {
        return new Paging(1, 10, "", true);
    }

    @Test
    void service_accounts_are_a_teams_and_no_users() {
        desk.aTeam("red");
        var without = new Request.Generate(Fields.NONE, true);
        assertThat(refused(desk.keys(Actor.MASTER, without)).message())
                .contains("team_id is required");
        var reds = new Request.Generate(fields("team_id", "red", "user_id", "ana"), true);
        assertThat(done(desk.keys(Actor.MASTER, reds)).set("user_id")).isFalse();
        forbidden(desk.keys(member("ana", "red"), reds));
    }

    @Test
    void configured_bounds_fill_what_is_missing_and_refuse_what_is_above() {
        desk.configured(
                new ManagementRules(
                        ZoneOffset.UTC,
                        fields("models", List.of("a")),
                        fields("max_budget", 10, "duration", "30d"),
                        new Issuing(Set.of("proxy_admin"), List.of()),
                        new Issuing(Set.of(), List.of("key_alias")),
                        Fields.NONE,
                        Fields.NONE,
                        false,
                        16,
                        false));

        Fields key = desk.aKey();
        assertThat(key.number("max_budget")).contains(usd("10"));
        assertThat(key.text("expires")).isEqualTo("2026-12-23T08:00:00Z");
        assertThat(key.texts("models")).containsExactly("a");
        assertThat(key.set("key_name")).isFalse();
        assertThat(refused(desk.generate(Actor.MASTER, "max_budget", 11)).message())
                .contains("user_value=11, max_value=10");
        assertThat(refused(desk.generate(Actor.MASTER, "duration", "2mo")).param())
                .isEqualTo("duration");
        assertThat(refused(desk.update(Actor.MASTER, key, "max_budget", 11)).reason())
                .isEqualTo(Reason.INVALID);
        assertThat(done(desk.update(Actor.MASTER, key, "max_budget", null)).number("max_budget"))
                .contains(usd("10"));
        assertThat(refused(desk.generate(user("ana"))).message()).contains("may not issue");
        assertThat(refused(desk.generate(Actor.MASTER, "team_id", "red")).param())
                .isEqualTo("key_alias");
    }

    @Test
    void budgets_that_cannot_be_compared_are_handed_on_as_they_are() {
        Fields window = fields("max_budget", 1, "budget_duration", "1d");
        Fields own = desk.aKey("user_id", "ana", "budget_limits", List.of(window));
        Actor ana = showing("ana", own);

        assertThat(desk.made(ana).all("budget_limits")).containsExactly(window);
        forbidden(
                desk.generate(
                        ana,
                        "budget_limits",
                        List.of(fields("max_budget", 9, "budget_duration", "1d"))));
        done(desk.update(ana, own, "budget_limits", null));
        assertThat(desk.info(own).all("budget_limits")).containsExactly(window);
        forbidden(desk.generate(ana, "aliases", fields("cheap", "dear")));
    }

    @Test
    void the_end_of_a_temporary_increase_is_kept_as_a_moment() {
        Fields key =
                desk.aKey(
                        "max_budget",
                        1,
                        "temp_budget_increase",
                        5,
                        "temp_budget_expiry",
                        "2027-01-31");

        assertThat(key.text("temp_budget_expiry")).isEqualTo("2027-01-31T00:00:00Z");
    }
}
