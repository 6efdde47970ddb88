package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.lead;
import static dev.tollgate.application.manage.Desk.member;
import static dev.tollgate.application.manage.Desk.refused;
import static dev.tollgate.application.manage.Desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageModels.Request;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.testkit.RememberingCipher;
import dev.tollgate.application.testkit.ScriptedConfiguration;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

/// Deployments that are one team's own: what they are called, and who manages them.
class TeamModelsTest {
    private static final Actor LEAD = lead("ana", "red");
    private static final String INTERNAL = "model_name_red_[0-9a-f-]{36}";

    private final Desk desk = new Desk();
    private final ScriptedConfiguration configuration = new ScriptedConfiguration();
    private final ReadStored stored =
            new ReadStored(desk.entities, new Sealing(new RememberingCipher()));
    private final StoredModels models =
            new StoredModels(
                    desk.entities, desk::now, new Chance(new Random(3)), stored, configuration);

    @BeforeEach
    void teams() {
        desk.aTeam("red");
        desk.aTeam("blue");
    }

    private static Fields params() {
        return fields("model", "openai/gpt-4o-mini", "api_key", "sk-of-the-team");
    }

    private static Fields model(String team, Fields params) {
        return fields(
                "model_name",
                "fast",
                "litellm_params",
                params,
                "model_info",
                Map.of("id", "m-1", "team_id", team));
    }

    private Outcome make(Actor actor, Fields model) {
        return models.manage(actor, new Request.Make(model));
    }

    private Outcome update(Actor actor, Object... change) {
        return models.manage(actor, new Request.Update("m-1", fields(change)));
    }

    private Outcome delete(Actor actor) {
        return models.manage(actor, new Request.Delete("m-1"));
    }

    private Fields kept() {
        return stored.get().of(EntityKind.MODEL).getFirst().fields();
    }

    private boolean gone() {
        return stored.ids(EntityKind.MODEL).isEmpty();
    }

    @Test
    void it_is_kept_under_a_name_that_is_nobody_elses_and_called_as_it_was_asked_to_be() {
        Fields row = done(make(Actor.MASTER, model("red", params())));

        assertThat(row.text("model_name")).matches(INTERNAL);
        assertThat(row.within("model_info").text("team_public_model_name")).isEqualTo("fast");
        assertThat(row.within("model_info").text("team_id")).isEqualTo("red");
    }

    @Test
    void a_public_name_that_is_given_counts() {
        Fields asked =
                model("red", params())
                        .with(
                                "model_info",
                                fields("team_id", "red", "team_public_model_name", "quick"));

        Fields row = done(make(Actor.MASTER, asked));

        assertThat(row.within("model_info").text("team_public_model_name")).isEqualTo("quick");
    }

    @Test
    void another_name_is_what_the_team_calls_it_then_and_one_sent_back_changes_nothing() {
        String internal = done(make(Actor.MASTER, model("red", params()))).text("model_name");

        Fields renamed = done(update(Actor.MASTER, "model_name", "quick"));
        Fields sentBack = done(update(Actor.MASTER, "model_name", internal));

        assertThat(renamed.text("model_name")).isEqualTo(internal);
        assertThat(renamed.within("model_info").text("team_public_model_name")).isEqualTo("quick");
        assertThat(sentBack.within("model_info").text("team_public_model_name")).isEqualTo("quick");
    }

    @Test
    void it_can_be_given_to_everybody_and_back() {
        done(make(Actor.MASTER, model("red", params())));

        Fields all = done(update(Actor.MASTER, "model_info", fields("team_id", null)));
        assertThat(all.text("model_name")).isEqualTo("fast");
        assertThat(all.within("model_info").names()).containsExactly("id", "db_model");

        Fields blues = done(update(Actor.MASTER, "model_info", fields("team_id", "blue")));
        assertThat(blues.text("model_name")).startsWith("model_name_blue_");
        assertThat(blues.within("model_info").text("team_public_model_name")).isEqualTo("fast");
    }

    @Test
    void a_team_that_there_is_not_has_no_models() {
        assertThat(refused(make(Actor.MASTER, model("green", params()))).message())
                .contains("no team with the team_id green");
        done(make(Actor.MASTER, model("red", params())));
        assertThat(
                        refused(update(Actor.MASTER, "model_info", fields("team_id", "green")))
                                .message())
                .contains("no team with the team_id green");
    }

    @Test
    void who_administers_the_team_makes_changes_and_deletes_its_own() {
        Fields row = done(make(LEAD, model("red", params())));
        assertThat(row.text("created_by")).isEqualTo("ana");

        done(update(LEAD, "litellm_params", fields("rpm", 5)));
        assertThat(kept().within("litellm_params").text("api_key")).isEqualTo("sk-of-the-team");
        assertThat(kept().within("model_info").yes("brought_by_team")).isTrue();

        done(delete(LEAD));
        assertThat(gone()).isTrue();
        assertThat(configuration.followed).isEqualTo(3);
    }

    @Test
    void nobody_else_who_is_no_administrator_manages_it() {
        for (Actor other : List.of(user("eve"), member("eve", "red"), lead("eve", "blue"))) {
            assertThat(refused(make(other, model("red", params()))).reason())
                    .isEqualTo(Reason.FORBIDDEN);
        }
        done(make(LEAD, model("red", params())));
        for (Actor other : List.of(user("eve"), member("eve", "red"), lead("eve", "blue"))) {
            assertThat(refused(update(other, "litellm_params", params())).reason())
                    .isEqualTo(Reason.FORBIDDEN);
            assertThat(refused(delete(other)).reason()).isEqualTo(Reason.FORBIDDEN);
        }
        assertThat(gone()).isFalse();
    }

    @Test
    void who_administers_a_team_gives_nothing_to_another_or_to_everybody() {
        assertThat(refused(make(LEAD, model("blue", params()))).reason())
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(refused(make(LEAD, model("", params()))).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refused(make(LEAD, model("unknown", params()))).message())
                .isEqualTo(refused(make(LEAD, model("blue", params()))).message());

        done(make(LEAD, model("red", params())));
        for (String team : new String[] {null, "blue"}) {
            assertThat(refused(update(LEAD, "model_info", fields("team_id", team))).reason())
                    .isEqualTo(Reason.FORBIDDEN);
        }
    }

    @Test
    void they_get_nothing_of_the_gateways_own() {
        for (Fields params :
                List.of(
                        params().without("api_key"),
                        params().with("api_key", "os.environ/OPENAI_API_KEY"),
                        params().with("extra_headers", fields("x", "os.environ/OPENAI_API_KEY")),
                        params().with("litellm_credential_name", "eu"),
                        params().with("ssl_verify", false),
                        params().with("api_base", "http://169.254.169.254/v1"),
                        params().with("base_url", "file:///etc/passwd"))) {
            assertThat(refused(make(LEAD, model("red", params))).reason())
                    .as(params.names().toString())
                    .isEqualTo(Reason.FORBIDDEN);
        }
        assertThat(gone()).isTrue();
        done(make(LEAD, model("red", params().with("api_base", "https://models.example.org"))));
        assertThat(refused(update(LEAD, "litellm_params", fields("api_key", null))).reason())
                .isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void nobody_says_that_their_team_brought_it() {
        Fields asked =
                model("red", params())
                        .with(
                                "model_info",
                                fields("id", "m-1", "team_id", "red", "brought_by_team", false));

        done(make(LEAD, asked));

        assertThat(kept().within("model_info").yes("brought_by_team")).isTrue();
        assertThat(configuration.shown.getLast().of(EntityKind.MODEL).getFirst().fields())
                .satisfies(
                        judged ->
                                assertThat(judged.within("model_info").yes("brought_by_team"))
                                        .isTrue());
    }

    @Test
    void what_was_given_to_the_team_it_replaces_as_a_whole_or_not_at_all() {
        Fields gateways =
                fields("model", "openai/gpt-4o", "api_key", "sk-of-the-gateway", "rpm", 5);
        done(make(Actor.MASTER, model("red", gateways)));

        for (Fields params :
                List.of(
                        fields("api_base", "https://eve.example.org"),
                        fields("rpm", 500),
                        fields("model", "openai/dear"))) {
            assertThat(refused(update(LEAD, "litellm_params", params)).message())
                    .contains("litellm_params as a whole");
        }
        assertThat(refused(update(LEAD, "model_info", fields("input_cost_per_token", 0))).message())
                .contains("litellm_params as a whole");

        done(update(LEAD, "litellm_params", params()));
        assertThat(kept().within("litellm_params")).isEqualTo(params());
        done(update(LEAD, "litellm_params", fields("rpm", 500)));
    }

    @Test
    void what_an_administrator_of_the_gateway_says_of_how_it_is_reached_is_the_gateways() {
        done(make(LEAD, model("red", params())));
        done(update(Actor.MASTER, "litellm_params", fields("api_key", "sk-of-the-gateway")));

        assertThat(kept().within("model_info").has("brought_by_team")).isFalse();
        assertThat(
                        refused(
                                        update(
                                                LEAD,
                                                "litellm_params",
                                                fields("api_base", "https://eve.example.org")))
                                .message())
                .contains("litellm_params as a whole");
    }

    @Test
    void who_administers_a_team_is_not_told_of_the_file() {
        configuration.file.put("m-1", "config.yaml line 4");

        for (Outcome each : List.of(make(LEAD, model("red", params())), delete(LEAD))) {
            assertThat(refused(each).message()).doesNotContain("line 4");
        }
    }

    @Test
    void a_team_has_so_many_and_no_more() {
        for (int i = 0; i < 100; i++) {
            done(make(LEAD, model("red", params()).with("model_info", fields("team_id", "red"))));
        }

        assertThat(refused(make(LEAD, model("red", params()))).message()).contains("at most 100");
        done(make(Actor.MASTER, model("red", params())));
    }

    @Test
    void they_go_with_their_team() {
        done(make(LEAD, model("red", params())));

        done(desk.teams(Actor.MASTER, new ManageTeams.Request.Delete(List.of("red"))));

        assertThat(gone()).isTrue();
    }
}
