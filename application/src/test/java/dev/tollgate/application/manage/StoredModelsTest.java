package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.refused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageModels.Request;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.testkit.RememberingCipher;
import dev.tollgate.application.testkit.ScriptedConfiguration;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Random;

class StoredModelsTest {
    private static final String KEY = "sk-of-the-provider";

    private final Desk desk = new Desk();
    private final ScriptedConfiguration configuration = new ScriptedConfiguration();
    private final ReadStored stored =
            new ReadStored(desk.entities, new Sealing(new RememberingCipher()));
    private final StoredModels models =
            new StoredModels(
                    desk.entities, desk::now, new Chance(new Random(3)), stored, configuration);

    private static Fields fast(String id) {
        return fields(
                "model_name",
                "fast",
                "litellm_params",
                Map.of("model", "openai/gpt-4o-mini", "api_key", KEY, "rpm", 60),
                "model_info",
                Map.of("id", id, "tier", "free"));
    }

    private Outcome make(Fields model) {
        return models.manage(Actor.MASTER, new Request.Make(model));
    }

    private Outcome update(String id, Fields change) {
        return models.manage(Actor.MASTER, new Request.Update(id, change));
    }

    private List<Entity> kept() {
        return desk.entities.find(EntityKind.MODEL, List.of("m-1"));
    }

    private Fields open() {
        return stored.get().of(EntityKind.MODEL).getFirst().fields();
    }

    @Test
    void a_deployment_is_kept_with_its_secret_closed_and_serves_before_the_answer() {
        Fields row = done(make(fast("m-1")));

        assertThat(configuration.followed).isEqualTo(1);
        assertThat(row.text("model_id")).isEqualTo("m-1");
        assertThat(row.within("model_info").yes("db_model")).isTrue();
        assertThat(row.within("litellm_params").names()).containsOnly("model", "rpm");
        assertThat(kept().getFirst().fields().within("litellm_params").text("api_key")).isEmpty();
        assertThat(open().within("litellm_params").text("api_key")).isEqualTo(KEY);
    }

    @Test
    void one_without_an_id_gets_one_and_a_number_is_one() {
        Fields unnamed = done(make(fast("m-1").without("model_info")));
        Fields numbered = done(make(fast("x").with("model_info", Map.of("id", 7))));

        assertThat(unnamed.text("model_id")).hasSize(36);
        assertThat(numbered.text("model_id")).isEqualTo("7");
    }

    @Test
    void what_the_configuration_objects_to_is_not_kept() {
        configuration.objections = List.of("litellm_params.model: provider x is not known.");

        Outcome.Refused refused = refused(make(fast("m-1")));

        assertThat(refused.message()).contains("provider x is not known");
        assertThat(kept()).isEmpty();
        assertThat(configuration.followed).isZero();
        Fields judged = configuration.shown.getFirst().of(EntityKind.MODEL).getFirst().fields();
        assertThat(judged.within("litellm_params").text("api_key")).isEqualTo(KEY);
    }

    @Test
    void an_update_changes_what_it_names_and_takes_away_what_is_null() {
        done(make(fast("m-1")));

        Fields row =
                done(
                        update(
                                "m-1",
                                fields(
                                        "litellm_params",
                                        fields("rpm", null, "tpm", 9),
                                        "model_info",
                                        fields("mode", "chat"))));

        assertThat(row.within("litellm_params"))
                .isEqualTo(fields("model", "openai/gpt-4o-mini", "tpm", 9));
        assertThat(row.within("model_info").text("tier")).isEqualTo("free");
        assertThat(row.within("model_info").text("mode")).isEqualTo("chat");
        assertThat(open().within("litellm_params").text("api_key")).isEqualTo(KEY);
        assertThat(configuration.followed).isEqualTo(2);
    }

    @Test
    void an_update_by_the_id_within_keeps_that_id() {
        done(make(fast("m-1")));

        Fields row =
                done(update("", fields("model_name", "slow", "model_info", Map.of("id", "m-1"))));

        assertThat(row.text("model_id")).isEqualTo("m-1");
        assertThat(row.text("model_name")).isEqualTo("slow");
    }

    @Test
    void a_changed_secret_is_closed_anew() {
        done(make(fast("m-1")));

        Fields row = done(update("m-1", fields("litellm_params", Map.of("api_key", "sk-rotated"))));

        assertThat(row.within("litellm_params").has("api_key")).isFalse();
        assertThat(open().within("litellm_params").text("api_key")).isEqualTo("sk-rotated");
    }

    @Test
    void one_that_is_deleted_serves_no_more() {
        done(make(fast("m-1")));

        done(models.manage(Actor.MASTER, new Request.Delete("m-1")));

        assertThat(kept()).isEmpty();
        assertThat(configuration.followed).isEqualTo(2);
    }

    @Test
    void those_of_the_file_are_changed_there_and_nobody_is_told_that_they_are_missing() {
        configuration.file.put("m-1", "config.yaml line 4");

        for (Outcome each :
                List.of(
                        make(fast("m-1")),
                        update("m-1", fields("model_name", "slow")),
                        models.manage(Actor.MASTER, new Request.Delete("m-1")))) {
            assertThat(refused(each).reason()).isEqualTo(Reason.INVALID);
            assertThat(refused(each).message())
                    .contains("config.yaml line 4")
                    .doesNotContain("not found");
        }
    }

    @Test
    void an_unknown_one_is_told_in_the_words_that_clients_know() {
        assertThat(refused(models.manage(Actor.MASTER, new Request.Delete("zz"))).message())
                .contains("Model with id=zz not found in db")
                .contains("model not found");
    }

    @Test
    void an_id_is_given_once() {
        done(make(fast("m-1")));

        assertThat(refused(make(fast("m-1"))).message()).contains("id m-1 already");
    }

    @Test
    void a_gateway_that_keeps_no_models_says_how_to_have_it_keep_them() {
        configuration.keepsModels = false;

        Outcome.Refused refused = refused(make(fast("m-1")));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_SET_UP);
        assertThat(refused.message()).contains("STORE_MODEL_IN_DB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITELLM_MASTER_KEY", "LITELLM_SALT_KEY", "DATABASE_URL"})
    void no_model_refers_to_the_secrets_of_the_gateway_itself(String variable) {
        Fields model =
                fast("m-1")
                        .with(
                                "litellm_params",
                                Map.of(
                                        "model",
                                        "openai/x",
                                        "extra_headers",
                                        Map.of("x-a", "os.environ/" + variable)));

        assertThat(refused(make(model)).message()).contains(variable);
    }

    @Test
    void a_map_that_poses_as_a_closed_secret_is_refused() {
        Fields model =
                fast("m-1")
                        .with(
                                "litellm_params",
                                Map.of("model", "x", "api_key", Map.of("$sealed", "tg1.a.b")));

        assertThat(refused(make(model)).message()).contains("$sealed");
    }

    @Test
    void only_administrators_manage_models() {
        assertThat(refused(models.manage(Desk.user("ana"), new Request.Make(fast("m-1")))).reason())
                .isEqualTo(Reason.FORBIDDEN);
    }
}
