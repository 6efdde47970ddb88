package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.refused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageSettings.Request;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.testkit.RememberingCipher;
import dev.tollgate.application.testkit.ScriptedConfiguration;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

class StoredSettingsTest {
    private final Desk desk = new Desk();
    private final ScriptedConfiguration configuration = new ScriptedConfiguration();
    private final ReadStored stored =
            new ReadStored(desk.entities, new Sealing(new RememberingCipher()));
    private final StoredSettings settings =
            new StoredSettings(desk.entities, desk::now, stored, configuration, configuration);

    private Outcome update(String section, Fields change) {
        return settings.manage(Actor.MASTER, new Request.Update(Fields.NONE.with(section, change)));
    }

    private Fields kept(String section) {
        return desk.entities
                .find(EntityKind.CONFIG, List.of(section))
                .getFirst()
                .fields()
                .within(section);
    }

    @Test
    void a_change_keeps_what_it_does_not_name_and_takes_back_what_is_null() {
        done(update("router_settings", fields("num_retries", 1, "fallbacks", List.of())));
        done(update("router_settings", fields("num_retries", null, "timeout", 5)));

        assertThat(kept("router_settings")).isEqualTo(fields("fallbacks", List.of(), "timeout", 5));
        assertThat(configuration.followed).isEqualTo(2);
    }

    @Test
    void variables_are_kept_closed() {
        done(update("environment_variables", fields("ANY", "a-secret", "PORT", 8080)));

        assertThat(kept("environment_variables").text("ANY")).isEmpty();
        assertThat(
                        stored.get()
                                .of(EntityKind.CONFIG)
                                .getFirst()
                                .fields()
                                .within("environment_variables"))
                .isEqualTo(fields("ANY", "a-secret", "PORT", "8080"));
    }

    @ParameterizedTest
    @CsvSource({
        "general_settings, master_key",
        "general_settings, database_url",
        "environment_variables, LITELLM_SALT_KEY",
        "environment_variables, DATABASE_URL"
    })
    void what_is_needed_before_the_store_is_read_is_not_kept(String section, String name) {
        Outcome.Refused refused = refused(update(section, fields(name, "a-secret")));

        assertThat(refused.message()).contains(name).doesNotContain("a-secret");
        assertThat(configuration.followed).isZero();
    }

    @Test
    void what_the_configuration_objects_to_is_not_kept() {
        configuration.objections = List.of("router_settings.num_retries: must be a whole number.");

        assertThat(refused(update("router_settings", fields("num_retries", "x"))).message())
                .contains("whole number");
        assertThat(desk.entities.find(EntityKind.CONFIG, List.of("router_settings"))).isEmpty();
    }

    @Test
    void a_gateway_that_keeps_nothing_can_be_told_to_keep_something() {
        configuration.keepsModels = false;

        assertThat(refused(update("router_settings", fields("num_retries", 1))).reason())
                .isEqualTo(Reason.NOT_SET_UP);
        assertThat(
                        refused(
                                        update(
                                                "general_settings",
                                                fields(
                                                        "store_model_in_db",
                                                        true,
                                                        "completion_model",
                                                        "x")))
                                .reason())
                .isEqualTo(Reason.NOT_SET_UP);
        done(update("general_settings", fields("store_model_in_db", true)));
    }

    @Test
    void who_sees_everything_sees_settings_and_changes_none() {
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

        done(settings.manage(viewer, new Request.ShowAll()));
        assertThat(
                        refused(
                                        settings.manage(
                                                viewer,
                                                new Request.DeleteField(
                                                        "general_settings", "completion_model")))
                                .reason())
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(refused(settings.manage(Desk.user("ana"), new Request.ShowAll())).reason())
                .isEqualTo(Reason.FORBIDDEN);
    }
}
