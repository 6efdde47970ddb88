package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.page;
import static dev.tollgate.application.manage.Desk.refused;
import static dev.tollgate.application.manage.Desk.usd;
import static dev.tollgate.application.manage.Desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.manage.ManagementRules.Issuing;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageUsers.Request;
import dev.tollgate.application.port.in.manage.ManageUsers.UserFilter;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ManageUsersTest {
    private static final UserFilter ALL = new UserFilter("", List.of(), "", "", List.of());

    private final Desk desk = new Desk();

    private Outcome make(Actor actor, @Nullable Object... namesAndValues) {
        return desk.users(actor, new Request.Make(fields(namesAndValues)));
    }

    private Outcome update(Actor actor, @Nullable Object... namesAndValues) {
        return desk.users(actor, new Request.Update(fields(namesAndValues)));
    }

    private Fields info(String id) {
        return done(desk.users(Actor.MASTER, new Request.Show(id, false)));
    }

    private Page listed(UserFilter filter) {
        Paging first = new Paging(1, 25, "", false);
        return page(desk.users(Actor.MASTER, new Request.Browse(filter, first)));
    }

    @Test
    void a_user_gets_a_key_unless_they_want_none() {
        Fields made = done(make(Actor.MASTER, "user_id", "ana", "models", List.of("a")));
        Fields without = done(make(Actor.MASTER, "user_id", "bob", "auto_create_key", false));

        assertThat(made.text("key")).startsWith("sk-");
        assertThat(info("ana").all("keys"))
                .singleElement()
                .satisfies(key -> assertThat(key.text("user_id")).isEqualTo("ana"))
                .satisfies(key -> assertThat(key.texts("models")).containsExactly("a"));
        assertThat(without.text("key")).isEmpty();
        assertThat(info("bob").all("keys")).isEmpty();
    }

    @Test
    void ids_and_addresses_are_one_users_only_however_they_are_capitalised() {
        done(make(Actor.MASTER, "user_id", "ana", "user_email", "Ana@example.org"));

        Outcome sameId = make(Actor.MASTER, "user_id", "ana");
        Outcome sameAddress = make(Actor.MASTER, "user_email", "ana@EXAMPLE.org");

        assertThat(refused(sameId).reason()).isEqualTo(Reason.TAKEN);
        assertThat(refused(sameId).message()).isEqualTo("User with id ana already exists");
        assertThat(refused(sameAddress).param()).isEqualTo("user_email");
    }

    @Test
    void nothing_is_made_where_a_part_of_it_is_not_possible() {
        desk.aKey("key_alias", "ci");

        assertThat(refused(make(Actor.MASTER, "user_id", "ana", "key_alias", "ci")).message())
                .contains("Key with alias 'ci' already exists");
        assertThat(refused(make(Actor.MASTER, "user_id", "ana", "teams", List.of("nope"))).reason())
                .isEqualTo(Reason.MISSING);
        assertThat(refused(make(Actor.MASTER, "user_id", "ana", "teams", List.of(5))).param())
                .isEqualTo("teams");
        desk.aTeam("red");
        Map<String, Object> odd = Map.of("team_id", "red", "max_budget_in_team", -4);
        assertThat(refused(make(Actor.MASTER, "user_id", "ana", "teams", List.of(odd))).param())
                .isEqualTo("max_budget_in_team");
        assertThat(desk.entities.find(EntityKind.USER, List.of("ana"))).isEmpty();
    }

    @Test
    void configured_defaults_are_for_ordinary_users() {
        desk.configured(
                new ManagementRules(
                        ZoneOffset.UTC,
                        Fields.NONE,
                        Fields.NONE,
                        Issuing.FREE,
                        Issuing.FREE,
                        fields("user_role", "internal_user_viewer", "max_budget", 3),
                        Fields.NONE,
                        false,
                        16,
                        true));

        Fields made = done(make(Actor.MASTER, "user_id", "ana"));
        Fields admin = done(make(Actor.MASTER, "user_id", "eve", "user_role", "proxy_admin"));

        assertThat(made.text("user_role")).isEqualTo("internal_user_viewer");
        assertThat(made.number("max_budget")).contains(usd("3"));
        assertThat(admin.set("max_budget")).isFalse();
    }

    @Test
    void what_a_new_user_spent_elsewhere_counts() {
        Fields ana = done(make(Actor.MASTER, "user_id", "ana", "spend", 3));
        assertThat(ana.number("spend").orElseThrow()).isEqualByComparingTo("3");
    }

    @Test
    void a_new_user_joins_the_teams_that_are_named() {
        desk.aTeam("red");
        desk.aTeam("blue");

        done(
                make(
                        Actor.MASTER,
                        "user_id",
                        "ana",
                        "teams",
                        List.of("red", Map.of("team_id", "blue", "max_budget_in_team", 4))));

        assertThat(info("ana").within("user_info").texts("teams"))
                .containsExactlyInAnyOrder("red", "blue");
    }

    @Test
    void nulls_and_empty_lists_leave_a_user_as_they_are_but_for_the_budget() {
        done(
                make(
                        Actor.MASTER,
                        "user_id",
                        "ana",
                        "max_budget",
                        5,
                        "rpm_limit",
                        2,
                        "models",
                        List.of("a")));

        Fields changed =
                done(
                        update(
                                Actor.MASTER,
                                "user_id",
                                "ana",
                                "max_budget",
                                null,
                                "rpm_limit",
                                null,
                                "models",
                                List.of(),
                                "user_alias",
                                "Ana"));

        Fields row = changed.within("data");
        assertThat(row.set("max_budget")).isFalse();
        assertThat(row.number("rpm_limit")).contains(usd("2"));
        assertThat(row.texts("models")).containsExactly("a");
        assertThat(row.text("user_alias")).isEqualTo("Ana");
    }

    @Test
    void a_user_is_found_by_address_and_made_if_unknown() {
        done(make(Actor.MASTER, "user_id", "ana", "user_email", "ana@x.org"));

        Fields changed = done(update(Actor.MASTER, "user_email", "Ana@x.org", "user_alias", "Ana"));
        Fields made = done(update(Actor.MASTER, "user_id", "bob", "max_budget", 2));

        assertThat(changed.text("user_id")).isEqualTo("ana");
        assertThat(made.within("data").number("max_budget")).contains(usd("2"));
        assertThat(info("bob").all("keys")).isEmpty();
        assertThat(refused(update(Actor.MASTER, "user_alias", "x")).reason())
                .isEqualTo(Reason.INCOMPLETE);
    }

    @Test
    void users_change_their_name_and_nothing_that_is_given_to_them() {
        done(make(Actor.MASTER, "user_id", "ana", "max_budget", 1));

        done(update(user("ana"), "user_id", "ana", "user_alias", "Ana"));
        for (Object[] each :
                List.of(
                        new Object[] {"user_id", "ana", "max_budget", 100},
                        new Object[] {"user_id", "ana", "user_role", "proxy_admin"},
                        new Object[] {"user_id", "ana", "metadata", Map.of("tags", List.of("x"))},
                        new Object[] {"user_id", "bob", "user_alias", "Bob"})) {
            assertThat(refused(update(user("ana"), each)).reason()).isEqualTo(Reason.FORBIDDEN);
        }
        Outcome clearing = update(user("ana"), "user_id", "ana", "max_budget", null);
        assertThat(refused(clearing).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(info("ana").within("user_info").number("max_budget")).contains(usd("1"));
    }

    @Test
    void users_see_themselves_and_nobody_else() {
        done(make(Actor.MASTER, "user_id", "ana"));
        done(make(Actor.MASTER, "user_id", "bob"));

        Fields own = done(desk.users(user("ana"), new Request.Show("", false)));
        assertThat(own.text("user_id")).isEqualTo("ana");
        assertThat(refused(desk.users(user("ana"), new Request.Show("bob", false))).reason())
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(refused(desk.users(Actor.MASTER, new Request.Show("zz", false))).message())
                .isEqualTo("User zz not found");
        Actor viewer =
                new Actor(
                        "eve",
                        UserRole.PROXY_ADMIN_VIEWER,
                        "",
                        "",
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        "eve");
        done(desk.users(viewer, new Request.Show("bob", true)));
    }

    @Test
    void lists_tell_how_many_keys_each_has_and_are_filtered() {
        desk.aTeam("red");
        done(
                make(
                        Actor.MASTER,
                        "user_id",
                        "ana",
                        "user_email",
                        "ana@x.org",
                        "user_role",
                        "internal_user"));
        desk.aKey("user_id", "ana");
        desk.joins("red", "bob", "user");

        assertThat(listed(ALL).items())
                .extracting(row -> row.text("user_id"))
                .containsExactly("ana", "bob", "default_user_id");
        assertThat(listed(ALL).items().getFirst().number("key_count")).contains(usd("2"));
        assertThat(listed(new UserFilter("internal_user", List.of(), "", "", List.of())).total())
                .isOne();
        assertThat(listed(new UserFilter("", List.of(), "ANA@", "", List.of())).total()).isOne();
        assertThat(listed(new UserFilter("", List.of("bob", "zz"), "", "", List.of())).total())
                .isOne();
        assertThat(listed(new UserFilter("", List.of(), "", "red", List.of())).items())
                .extracting(row -> row.text("user_id"))
                .containsExactlyInAnyOrder("bob", "default_user_id");
        assertThat(
                        refused(
                                        desk.users(
                                                user("ana"),
                                                new Request.Browse(
                                                        ALL, new Paging(1, 1, "", false))))
                                .message())
                .isEqualTo("Only proxy admins and organization admins can list users.");
    }

    @Test
    void a_user_is_made_a_member_of_organisations_and_found_by_them() {
        desk.anOrganization("acme");
        List<String> both = List.of("acme", "nowhere");
        assertThat(refused(make(Actor.MASTER, "user_id", "ana", "organizations", both)).message())
                .isEqualTo("Organization not found: nowhere");
        done(make(Actor.MASTER, "user_id", "ana", "organizations", List.of("acme")));
        done(make(Actor.MASTER, "user_id", "bob"));

        assertThat(listed(new UserFilter("", List.of(), "", "", both)).items())
                .extracting(row -> row.text("user_id"))
                .containsExactly("ana");
    }

    @Test
    void who_is_deleted_takes_their_keys_and_memberships_along() {
        desk.aTeam("red");
        Fields made = done(make(Actor.MASTER, "user_id", "ana", "teams", List.of("red")));

        Outcome unknown = desk.users(Actor.MASTER, new Request.Delete(List.of("ana", "zz")));
        assertThat(refused(unknown).message()).isEqualTo("User zz not found");
        Fields deleted = done(desk.users(Actor.MASTER, new Request.Delete(List.of("ana"))));

        assertThat(deleted.number("deleted")).contains(usd("1"));
        var key = new ManageKeys.Request.Show(made.text("token"));
        assertThat(refused(desk.keys(Actor.MASTER, key)).reason()).isEqualTo(Reason.MISSING);
        assertThat(desk.entities.find(EntityKind.TEAM_MEMBER, List.of("red/ana"))).isEmpty();
    }

    @Test
    void many_changes_are_made_each_by_itself() {
        Fields told =
                done(
                        desk.users(
                                Actor.MASTER,
                                new Request.UpdateAll(
                                        List.of(
                                                fields("user_id", "ana", "max_budget", 1),
                                                fields("user_id", "bob", "max_budget", -1)))));

        assertThat(told.number("successful_updates")).contains(usd("1"));
        assertThat(told.all("results").getLast().text("error")).contains("non-negative");
    }
}
