package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.page;
import static dev.tollgate.application.manage.Desk.refused;
import static dev.tollgate.application.manage.Desk.user;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageAccessGroups.Request;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.testkit.RememberingCipher;
import dev.tollgate.application.testkit.ScriptedConfiguration;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Groups by their ids, and who is given them.
class GroupAssignmentsTest {
    private final Desk desk = new Desk();
    private final ScriptedConfiguration configuration = new ScriptedConfiguration();
    private final ModelCatalog catalog =
            new ModelCatalog(
                    List.of(
                            aDeployment("east").serving("fast").build(),
                            aDeployment("west").serving("dear").among("named").build()),
                    Map.of(),
                    _ -> "");
    private final AccessGroups groups =
            new AccessGroups(
                    desk.entities,
                    desk::now,
                    new Chance(new Random(3)),
                    new ReadStored(desk.entities, new Sealing(new RememberingCipher())),
                    configuration,
                    () -> catalog);

    @BeforeEach
    void teams() {
        desk.aTeam("red", "models", List.of("fast"));
        desk.aTeam("blue");
    }

    private Outcome make(@Nullable Object... namesAndValues) {
        return groups.manage(Actor.MASTER, new Request.MakeWithId(fields(namesAndValues)));
    }

    private Outcome update(String id, @Nullable Object... namesAndValues) {
        return groups.manage(Actor.MASTER, new Request.UpdateById(id, fields(namesAndValues)));
    }

    private Outcome show(String id) {
        return groups.manage(Actor.MASTER, new Request.ShowById(id));
    }

    private static String id(Outcome made) {
        return done(made).text("access_group_id");
    }

    private List<String> groupsOf(EntityKind kind, String id) {
        return desk.entities.find(kind, List.of(id)).getFirst().fields().texts("access_group_ids");
    }

    @Test
    void a_group_gets_an_id_and_shows_all_that_was_said_of_it() {
        Fields group =
                done(
                        make(
                                "access_group_name",
                                "gold",
                                "description",
                                "The good ones",
                                "access_model_names",
                                List.of("fast", "open/*"),
                                "access_mcp_server_ids",
                                List.of("m")));

        assertThat(group.text("access_group_id")).hasSize(36);
        assertThat(group.text("access_group_name")).isEqualTo("gold");
        assertThat(group.text("description")).isEqualTo("The good ones");
        assertThat(group.texts("access_model_names")).containsExactly("fast", "open/*");
        assertThat(group.texts("access_mcp_server_ids")).containsExactly("m");
        assertThat(group.texts("assigned_team_ids")).isEmpty();
        assertThat(group.text("created_by")).isEqualTo(Actor.DEFAULT_USER);
        assertThat(done(show(group.text("access_group_id")))).isEqualTo(group);
        assertThat(configuration.followed).isEqualTo(1);
    }

    @Test
    void whom_it_is_assigned_to_has_its_id_beside_their_own_list() {
        Fields key = desk.aKey();
        String id =
                id(
                        make(
                                "access_group_name",
                                "gold",
                                "assigned_team_ids",
                                List.of("red", "red"),
                                "assigned_key_ids",
                                List.of(key.text("key"))));

        assertThat(groupsOf(EntityKind.TEAM, "red")).containsExactly(id);
        assertThat(groupsOf(EntityKind.KEY, key.text("token"))).containsExactly(id);
        assertThat(done(show(id)).texts("assigned_team_ids")).containsExactly("red");
        assertThat(done(show(id)).texts("assigned_key_ids")).containsExactly(key.text("token"));
    }

    @Test
    void another_assignment_gives_it_to_some_and_takes_it_from_others() {
        String id = id(make("access_group_name", "gold", "assigned_team_ids", List.of("red")));

        Fields changed = done(update(id, "assigned_team_ids", List.of("blue")));

        assertThat(changed.texts("assigned_team_ids")).containsExactly("blue");
        assertThat(groupsOf(EntityKind.TEAM, "red")).isEmpty();
        assertThat(groupsOf(EntityKind.TEAM, "blue")).containsExactly(id);
    }

    @Test
    void an_update_leaves_what_it_does_not_name_and_null_empties_a_list() {
        String id =
                id(
                        make(
                                "access_group_name",
                                "gold",
                                "access_model_names",
                                List.of("fast"),
                                "assigned_team_ids",
                                List.of("red")));

        Fields renamed = done(update(id, "access_group_name", "silver"));
        assertThat(renamed.texts("access_model_names")).containsExactly("fast");
        assertThat(renamed.texts("assigned_team_ids")).containsExactly("red");

        Fields emptied = done(update(id, "access_model_names", null, "assigned_team_ids", null));
        assertThat(emptied.text("access_group_name")).isEqualTo("silver");
        assertThat(emptied.texts("access_model_names")).isEmpty();
        assertThat(groupsOf(EntityKind.TEAM, "red")).isEmpty();
    }

    @Test
    void nobody_is_left_without_a_list_by_losing_a_group() {
        String id = id(make("access_group_name", "gold", "assigned_team_ids", List.of("blue")));

        assertThat(refused(update(id, "assigned_team_ids", List.of())).message())
                .contains("they could call every model");
        assertThat(groupsOf(EntityKind.TEAM, "blue")).containsExactly(id);

        Outcome deleted = groups.manage(Actor.MASTER, new Request.DeleteById(id));
        assertThat(done(deleted).text("access_group_id")).isEqualTo(id);
        assertThat(groupsOf(EntityKind.TEAM, "blue")).containsExactly(id);
        assertThat(refused(show(id)).reason()).isEqualTo(Reason.MISSING);
    }

    @Test
    void it_is_assigned_to_those_that_there_are_and_shown_as_long_as_there_are() {
        assertThat(
                        refused(
                                        make(
                                                "access_group_name",
                                                "gold",
                                                "assigned_team_ids",
                                                List.of("green")))
                                .param())
                .isEqualTo("assigned_team_ids");
        assertThat(
                        refused(
                                        make(
                                                "access_group_name",
                                                "gold",
                                                "assigned_key_ids",
                                                List.of("sk-unknown-key-000")))
                                .message())
                .doesNotContain("sk-unknown");
        assertThat(page(groups.manage(Actor.MASTER, new Request.BrowseKept())).items()).isEmpty();

        String id = id(make("access_group_name", "gold", "assigned_team_ids", List.of("red")));
        done(desk.teams(Actor.MASTER, new ManageTeams.Request.Delete(List.of("red"))));
        assertThat(done(show(id)).texts("assigned_team_ids")).isEmpty();
    }

    @Test
    void a_name_is_one_groups_only_and_no_models() {
        String id = id(make("access_group_name", "gold"));
        String other = id(make("access_group_name", "other"));

        for (Outcome each :
                List.of(
                        make("access_group_name", "gold"),
                        make("access_group_name", "named"),
                        update(other, "access_group_name", "gold"),
                        groups.manage(
                                Actor.MASTER,
                                new Request.Make(
                                        fields(
                                                "access_group",
                                                "gold",
                                                "model_names",
                                                List.of("fast")))))) {
            assertThat(refused(each).reason()).isEqualTo(Reason.TAKEN);
        }
        assertThat(refused(make("access_group_name", "fast")).message())
                .contains("stands for a model");
        assertThat(refused(make("access_group_name", " ")).reason()).isEqualTo(Reason.INCOMPLETE);
        done(update(id, "access_group_name", "gold"));
    }

    @Test
    void both_ways_of_managing_groups_see_the_same_ones() {
        String id = id(make("access_group_name", "gold", "access_model_names", List.of("fast")));
        done(
                groups.manage(
                        Actor.MASTER,
                        new Request.Make(
                                fields("access_group", "old", "model_names", List.of("dear")))));

        assertThat(page(groups.manage(Actor.MASTER, new Request.Browse())).items())
                .extracting(each -> each.text("access_group"))
                .containsExactly("gold", "named", "old");
        assertThat(page(groups.manage(Actor.MASTER, new Request.BrowseKept())).items())
                .extracting(each -> each.text("access_group_name"))
                .containsExactlyInAnyOrder("gold", "old");
        assertThat(done(show("old")).texts("access_model_names")).containsExactly("dear");

        done(
                groups.manage(
                        Actor.MASTER,
                        new Request.Update("gold", fields("model_names", List.of("dear")))));
        assertThat(done(show(id)).texts("access_model_names")).containsExactly("dear");
        assertThat(done(show(id)).text("access_group_name")).isEqualTo("gold");
        done(groups.manage(Actor.MASTER, new Request.Delete("gold")));
        assertThat(refused(show(id)).reason()).isEqualTo(Reason.MISSING);
    }

    @Test
    void the_newest_comes_first() {
        done(make("access_group_name", "first"));
        desk.pass(Duration.ofSeconds(1));
        done(make("access_group_name", "second"));

        assertThat(page(groups.manage(Actor.MASTER, new Request.BrowseKept())).items())
                .extracting(each -> each.text("access_group_name"))
                .containsExactly("second", "first");
    }

    @Test
    void lists_are_bounded() {
        List<String> models = IntStream.range(0, 1_001).mapToObj(i -> "m" + i).toList();

        assertThat(
                        refused(make("access_group_name", "gold", "access_model_names", models))
                                .message())
                .contains("at most 1000");
    }

    @Test
    void only_administrators_manage_groups() {
        String id = id(make("access_group_name", "gold"));
        for (Request each :
                List.of(
                        new Request.MakeWithId(fields("access_group_name", "x")),
                        new Request.UpdateById(id, fields("description", "x")),
                        new Request.DeleteById(id),
                        new Request.ShowById(id),
                        new Request.BrowseKept())) {
            assertThat(refused(groups.manage(user("ana"), each)).reason())
                    .isEqualTo(Reason.FORBIDDEN);
        }
    }
}
