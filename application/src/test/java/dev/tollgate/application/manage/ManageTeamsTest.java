package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.lead;
import static dev.tollgate.application.manage.Desk.member;
import static dev.tollgate.application.manage.Desk.page;
import static dev.tollgate.application.manage.Desk.refused;
import static dev.tollgate.application.manage.Desk.usd;
import static dev.tollgate.application.manage.Desk.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.application.manage.ManagementRules.Issuing;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageTeams.Request;
import dev.tollgate.application.port.in.manage.ManageTeams.TeamFilter;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

class ManageTeamsTest {
    private final Desk desk = new Desk();

    private Outcome make(Actor actor, @Nullable Object... namesAndValues) {
        return desk.teams(actor, new Request.Make(fields(namesAndValues)));
    }

    private Outcome update(Actor actor, String team, @Nullable Object... namesAndValues) {
        Fields change = fields(namesAndValues).with("team_id", team);
        return desk.teams(actor, new Request.Update(change));
    }

    private Outcome add(Actor actor, String team, Fields limits, Fields... added) {
        return desk.teams(actor, new Request.AddMembers(team, List.of(added), limits));
    }

    private Fields info(String team) {
        return done(desk.teams(Actor.MASTER, new Request.Show(team)));
    }

    private Page listed(Actor actor, TeamFilter filter) {
        Paging first = new Paging(1, 10, "", false);
        return page(desk.teams(actor, new Request.Browse(filter, first)));
    }

    private static TeamFilter of(String user) {
        return new TeamFilter("", user, "", "", false, false);
    }

    private static void forbidden(Outcome outcome) {
        assertThat(refused(outcome).reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void configured_defaults_stand_in_for_what_a_team_was_not_given() {
        desk.configured(
                new ManagementRules(
                        ZoneOffset.UTC,
                        Fields.NONE,
                        Fields.NONE,
                        Issuing.FREE,
                        Issuing.FREE,
                        Fields.NONE,
                        fields(
                                "max_budget",
                                50,
                                "budget_duration",
                                "1mo",
                                "rpm_limit",
                                7,
                                "models",
                                List.of("a"),
                                "team_member_permissions",
                                List.of("/key/generate")),
                        false,
                        16,
                        true));

        Fields bare = done(make(Actor.MASTER, "team_id", "red", "rpm_limit", null));
        Fields given =
                done(
                        make(
                                Actor.MASTER,
                                "team_id",
                                "blue",
                                "max_budget",
                                0,
                                "models",
                                List.of("b")));

        assertThat(bare.number("max_budget")).contains(usd("50"));
        assertThat(bare.text("budget_duration")).isEqualTo("1mo");
        assertThat(bare.set("budget_reset_at")).isTrue();
        assertThat(bare.number("rpm_limit")).contains(usd("7"));
        assertThat(bare.texts("models")).containsExactly("a");
        assertThat(bare.texts("team_member_permissions")).containsExactly("/key/generate");
        assertThat(given.number("max_budget")).contains(usd("0"));
        assertThat(given.texts("models")).containsExactly("b");
        assertThat(given.number("rpm_limit")).contains(usd("7"));
        Fields cleared = done(update(Actor.MASTER, "red", "max_budget", null)).within("data");
        assertThat(cleared.set("max_budget")).isFalse();
    }

    @Test
    void who_makes_a_team_administers_it_beside_those_named() {
        Fields team =
                done(
                        make(
                                Actor.MASTER,
                                "team_id",
                                "red",
                                "team_alias",
                                "Red",
                                "max_budget",
                                5,
                                "budget_duration",
                                "1mo",
                                "members_with_roles",
                                List.of(fields("user_id", "ana", "role", "user"))));

        assertThat(team.all("members_with_roles"))
                .extracting(each -> each.text("user_id"), each -> each.text("role"))
                .containsExactlyInAnyOrder(tuple("default_user_id", "admin"), tuple("ana", "user"));
        assertThat(team.text("budget_reset_at")).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(refused(make(Actor.MASTER, "team_id", "red")).message())
                .contains("already exists");
        assertThat(refused(make(Actor.MASTER, "team_id", "a/b")).param()).isEqualTo("team_id");
        forbidden(make(user("ana"), "team_id", "blue"));
    }

    @Test
    void null_clears_and_absent_leaves() {
        desk.aTeam("red", "max_budget", 5, "rpm_limit", 2);

        Fields changed = done(update(Actor.MASTER, "red", "max_budget", null));

        assertThat(changed.within("data").set("max_budget")).isFalse();
        assertThat(changed.within("data").number("rpm_limit")).contains(usd("2"));
        assertThat(refused(update(Actor.MASTER, "zz", "rpm_limit", 1)).message())
                .isEqualTo("Team not found, passed team id: zz");
    }

    @Test
    void a_teams_administrator_gives_it_no_more_than_it_was_given() {
        desk.aTeam("red", "max_budget", 5, "models", List.of("a", "b"));
        Actor ana = lead("ana", "red");

        done(update(ana, "red", "max_budget", 4, "models", List.of("a"), "team_alias", "Red"));
        forbidden(update(ana, "red", "max_budget", 50));
        forbidden(update(ana, "red", "max_budget", null));
        forbidden(update(ana, "red", "models", List.of("c")));
        forbidden(update(ana, "red", "blocked", false));
        Fields increase = fields("temp_budget_increase", 5, "temp_budget_expiry", "2027-01-01");
        forbidden(update(ana, "red", "metadata", increase));
        forbidden(update(ana, "red", "organization_id", "acme"));
        forbidden(update(member("bob", "red"), "red", "team_alias", "Mine"));
        forbidden(desk.teams(ana, new Request.Block("red", true)));
        forbidden(desk.teams(ana, new Request.Delete(List.of("red"))));
        forbidden(desk.teams(ana, new Request.ChangeModels("red", List.of("c"), true)));
    }

    @Test
    void who_administers_an_organisation_manages_its_teams() {
        desk.anOrganization("acme");
        Actor org =
                new Actor(
                        "ana",
                        UserRole.INTERNAL_USER,
                        "",
                        "",
                        Set.of(),
                        Set.of(),
                        Set.of("acme"),
                        "ana");

        done(make(org, "team_id", "red", "organization_id", "acme", "max_budget", 5));
        done(update(org, "red", "max_budget", 50));
        done(desk.teams(org, new Request.Block("red", true)));
        forbidden(make(org, "team_id", "blue"));
        desk.aTeam("green");
        forbidden(update(org, "green", "organization_id", "acme"));
    }

    @Test
    void members_are_added_once_with_limits_of_their_own() {
        desk.aTeam("red");

        Fields told =
                done(
                        add(
                                Actor.MASTER,
                                "red",
                                fields("max_budget_in_team", 15),
                                fields("user_id", "ana", "role", "user")));

        assertThat(told.all("updated_users").getFirst().texts("teams")).containsExactly("red");
        Fields membership = told.all("updated_team_memberships").getFirst();
        assertThat(membership.within("litellm_budget_table").number("max_budget"))
                .contains(usd("15"));
        Outcome again = add(Actor.MASTER, "red", Fields.NONE, fields("user_id", "ana"));
        assertThat(refused(again).reason()).isEqualTo(Reason.ALREADY_MEMBER);
        assertThat(refused(again).param()).isEqualTo("member");
        forbidden(add(member("ana", "red"), "red", Fields.NONE, fields("user_id", "bob")));
        assertThat(
                        refused(
                                        add(
                                                Actor.MASTER,
                                                "red",
                                                Fields.NONE,
                                                fields("user_id", "bob", "role", "boss")))
                                .param())
                .isEqualTo("role");
    }

    @Test
    void somebody_unknown_is_made_when_they_join_and_found_by_address_later() {
        desk.aTeam("red");
        desk.aTeam("blue");

        done(add(Actor.MASTER, "red", Fields.NONE, fields("user_email", "eve@x.org")));
        done(add(Actor.MASTER, "blue", Fields.NONE, fields("user_email", "Eve@x.org")));

        String inRed = id("red");
        assertThat(inRed).isNotEmpty().isEqualTo(id("blue"));
        assertThat(desk.entities.find(EntityKind.USER, List.of(inRed))).hasSize(1);
    }

    private String id(String team) {
        return info(team).within("team_info").all("members_with_roles").stream()
                .filter(each -> each.text("role").equals("user"))
                .map(each -> each.text("user_id"))
                .findFirst()
                .orElse("");
    }

    @Test
    void what_a_new_team_spent_elsewhere_counts() {
        desk.aTeam("red", "max_budget", 5, "spend", 2);
        assertThat(info("red").within("team_info").number("spend").orElseThrow())
                .isEqualByComparingTo("2");
    }

    @Test
    void what_new_members_may_be_and_have_is_said_rightly() {
        Fields king = fields("user_id", "ana", "role", "king");
        Fields team = fields("team_id", "red", "members_with_roles", List.of(king));
        assertThat(refused(desk.teams(Actor.MASTER, new Request.Make(team))).param())
                .isEqualTo("role");
        desk.aTeam("red");
        Fields byModel = fields("gpt", fields("budget_limit", 2));
        done(
                add(
                        Actor.MASTER,
                        "red",
                        fields("model_max_budget", byModel),
                        fields("user_id", "ana")));

        Entity member = desk.entities.find(EntityKind.TEAM_MEMBER, List.of("red/ana")).getFirst();
        assertThat(member.fields().within("model_max_budget")).isEqualTo(byModel);
    }

    @Test
    void a_members_limits_are_changed_and_cleared() {
        desk.aTeam("red");
        done(add(Actor.MASTER, "red", fields("max_budget_in_team", 15), fields("user_id", "ana")));

        Fields changed =
                done(
                        desk.teams(
                                Actor.MASTER,
                                new Request.UpdateMember(
                                        fields(
                                                "team_id",
                                                "red",
                                                "user_id",
                                                "ana",
                                                "role",
                                                "admin",
                                                "max_budget_in_team",
                                                null,
                                                "rpm_limit",
                                                3))));

        assertThat(changed.set("max_budget_in_team")).isFalse();
        assertThat(changed.text("role")).isEqualTo("admin");
        assertThat(changed.number("rpm_limit")).contains(usd("3"));
        Fields nobody = fields("team_id", "red", "user_id", "zz");
        assertThat(refused(desk.teams(Actor.MASTER, new Request.UpdateMember(nobody))).reason())
                .isEqualTo(Reason.MISSING);
    }

    @Test
    void who_leaves_a_team_loses_the_keys_they_had_in_it() {
        desk.aTeam("red");
        desk.joins("red", "ana", "user");
        Fields reds = desk.aKey("user_id", "ana", "team_id", "red");
        Fields own = desk.aKey("user_id", "ana");

        done(desk.teams(Actor.MASTER, new Request.RemoveMember("red", "ana", "")));

        assertThat(id("red")).isEmpty();
        var shown = new ManageKeys.Request.Show(reds.text("token"));
        assertThat(refused(desk.keys(Actor.MASTER, shown)).reason()).isEqualTo(Reason.MISSING);
        assertThat(desk.info(own).text("user_id")).isEqualTo("ana");
    }

    @Test
    void a_deleted_team_takes_its_keys_along() {
        desk.aTeam("red");
        desk.aTeam("blue");
        Fields reds = desk.aKey("team_id", "red");

        assertThat(
                        refused(desk.teams(Actor.MASTER, new Request.Delete(List.of("red", "zz"))))
                                .message())
                .contains("zz");
        done(desk.teams(Actor.MASTER, new Request.Delete(List.of("red"))));

        var shown = new ManageKeys.Request.Show(reds.text("token"));
        assertThat(refused(desk.keys(Actor.MASTER, shown)).reason()).isEqualTo(Reason.MISSING);
        assertThat(listed(Actor.MASTER, of("")).total()).isOne();
    }

    @Test
    void a_team_is_shown_to_those_who_are_in_it() {
        desk.aTeam("red", "max_budget", 5);
        desk.joins("red", "ana", "user");
        desk.aKey("team_id", "red");

        Fields shown = info("red");
        assertThat(shown.within("team_info").number("max_budget")).contains(usd("5"));
        assertThat(shown.number("max_budget")).contains(usd("5"));
        assertThat(shown.all("keys")).hasSize(1);
        assertThat(shown.all("team_memberships")).hasSize(2);
        Fields seen = done(desk.teams(member("ana", "red"), new Request.Show("red")));
        assertThat(seen.all("keys")).isEmpty();
        forbidden(desk.teams(user("bob"), new Request.Show("red")));
    }

    @Test
    void lists_show_ones_own_teams_with_the_number_of_their_keys() {
        desk.aTeam("red", "team_alias", "Red");
        desk.aTeam("blue", "team_alias", "Blue");
        desk.joins("red", "ana", "user");
        desk.aKey("team_id", "red");

        assertThat(listed(Actor.MASTER, of("")).items())
                .extracting(team -> team.text("team_alias"))
                .containsExactly("Blue", "Red");
        Page anas = listed(member("ana", "red"), of(""));
        assertThat(anas.items()).extracting(team -> team.text("team_id")).containsExactly("red");
        assertThat(anas.items().getFirst().number("keys_count")).contains(usd("1"));
        forbidden(
                desk.teams(
                        user("ana"), new Request.Browse(of("bob"), new Paging(1, 10, "", false))));
        TeamFilter named = new TeamFilter("", "", "", "bLu", false, false);
        assertThat(listed(Actor.MASTER, named).total()).isOne();
    }

    @Test
    void models_are_added_and_taken_away_but_never_the_last_one() {
        desk.aTeam("red", "models", List.of("a"));

        done(desk.teams(Actor.MASTER, new Request.ChangeModels("red", List.of("b"), true)));
        Fields left =
                done(
                        desk.teams(
                                Actor.MASTER,
                                new Request.ChangeModels("red", List.of("a"), false)));

        assertThat(left.texts("models")).containsExactly("b");
        var last = new Request.ChangeModels("red", List.of("b"), false);
        assertThat(refused(desk.teams(Actor.MASTER, last)).param()).isEqualTo("models");
    }

    @Test
    void permissions_are_those_that_there_are() {
        desk.aTeam("red");

        Fields shown = done(desk.teams(Actor.MASTER, new Request.ShowPermissions("red")));
        assertThat(shown.texts("team_member_permissions"))
                .containsExactly("/key/info", "/key/health");
        var odd = new Request.SetPermissions("red", List.of("/config/update"));
        assertThat(refused(desk.teams(Actor.MASTER, odd)).reason()).isEqualTo(Reason.INVALID);
        var none = new Request.SetPermissions("red", List.of());
        done(desk.teams(Actor.MASTER, none));
        shown = done(desk.teams(Actor.MASTER, new Request.ShowPermissions("red")));
        assertThat(shown.texts("team_member_permissions")).isEmpty();
    }
}
