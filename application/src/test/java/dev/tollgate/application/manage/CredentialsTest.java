package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.refused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageCredentials.Request;
import dev.tollgate.application.port.in.manage.ManageModels;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.testkit.RememberingCipher;
import dev.tollgate.application.testkit.ScriptedConfiguration;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

class CredentialsTest {
    private static final String SECRET = "sk-secret-of-a-provider";
    private static final Fields VALUES =
            fields("api_key", SECRET, "odd", SECRET, "api_base", "https://x/v1");

    private final Desk desk = new Desk();
    private final ScriptedConfiguration configuration = new ScriptedConfiguration();
    private final ReadStored stored =
            new ReadStored(desk.entities, new Sealing(new RememberingCipher()));
    private final Credentials credentials =
            new Credentials(desk.entities, desk::now, stored, configuration);

    private Outcome ask(Request request) {
        return credentials.manage(Actor.MASTER, request);
    }

    private Outcome make(String name) {
        return ask(
                new Request.Make(fields("credential_name", name, "credential_values", VALUES), ""));
    }

    private Fields kept() {
        return desk.entities.find(EntityKind.CREDENTIAL, List.of("eu")).getFirst().fields();
    }

    private Fields open() {
        return stored.get().of(EntityKind.CREDENTIAL).getFirst().fields();
    }

    @Test
    void whatever_is_not_known_to_be_plain_is_closed_and_shown_masked() {
        done(make("eu"));

        Fields shown = done(ask(new Request.Show("eu"))).within("credential_values");

        assertThat(kept().within("credential_values").text("odd")).isEmpty();
        assertThat(open().within("credential_values")).isEqualTo(VALUES);
        assertThat(shown)
                .isEqualTo(
                        fields(
                                "api_key",
                                "sk****er",
                                "odd",
                                "sk****er",
                                "api_base",
                                "https://x/v1"));
    }

    @Test
    void an_update_changes_what_it_names() {
        done(make("eu"));

        done(
                ask(
                        new Request.Update(
                                "eu",
                                fields(
                                        "credential_values",
                                        fields("odd", null, "api_version", "v2")))));

        assertThat(open().within("credential_values"))
                .isEqualTo(
                        fields("api_key", SECRET, "api_base", "https://x/v1", "api_version", "v2"));
        assertThat(configuration.followed).isEqualTo(2);
    }

    @Test
    void what_models_need_is_neither_changed_nor_deleted() {
        done(make("eu"));
        configuration.objections = List.of("model_list[m-1] would not serve");

        assertThat(refused(ask(new Request.Delete("eu"))).message()).contains("model_list[m-1]");
        assertThat(
                        refused(
                                        ask(
                                                new Request.Update(
                                                        "eu",
                                                        fields(
                                                                "credential_values",
                                                                fields("odd", null)))))
                                .message())
                .contains("model_list[m-1]");
        assertThat(kept().within("credential_values").names()).contains("odd");
    }

    @Test
    void one_of_the_file_is_shown_and_changed_there() {
        configuration.credentials.put("eu", fields("api_base", "https://x/v1"));

        assertThat(done(ask(new Request.Show("eu"))).text("source")).isEqualTo("config");
        for (Outcome each :
                List.of(
                        make("eu"),
                        ask(new Request.Update("eu", Fields.NONE)),
                        ask(new Request.Delete("eu")))) {
            assertThat(refused(each).reason()).isEqualTo(Reason.INVALID);
            assertThat(refused(each).message()).doesNotContain("not found");
        }
    }

    @Test
    void the_values_of_a_kept_model_become_a_credential() {
        new StoredModels(desk.entities, desk::now, new Chance(new Random(3)), stored, configuration)
                .manage(
                        Actor.MASTER,
                        new ManageModels.Request.Make(
                                fields(
                                        "model_name",
                                        "fast",
                                        "litellm_params",
                                        Map.of("model", "openai/x", "api_key", SECRET, "rpm", 1),
                                        "model_info",
                                        Map.of("id", "m-1"))));

        done(ask(new Request.Make(fields("credential_name", "eu"), "m-1")));

        assertThat(open().within("credential_values")).isEqualTo(fields("api_key", SECRET));
        assertThat(
                        done(ask(new Request.ShowOfModel("m-1")))
                                .within("credential_values")
                                .text("api_key"))
                .isEqualTo("sk****er");
        assertThat(refused(ask(new Request.Make(fields("credential_name", "us"), "zz"))).reason())
                .isEqualTo(Reason.MISSING);
    }

    @Test
    void only_administrators_manage_credentials() {
        assertThat(refused(credentials.manage(Desk.user("ana"), new Request.Browse())).reason())
                .isEqualTo(Reason.FORBIDDEN);
    }
}
