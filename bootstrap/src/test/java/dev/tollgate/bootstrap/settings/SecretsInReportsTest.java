package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.access.SecretNames;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/// What is said of a configuration never repeats a secret, however wrongly it was written.
class SecretsInReportsTest {
    private static final String CANARY = "canary-0123456789";
    private static final List<String> SHAPES =
            List.of(
                    CANARY,
                    "\"" + CANARY + "\\n\"",
                    "[" + CANARY + ", {a: " + CANARY + "}]",
                    "{a: " + CANARY + ", b: [" + CANARY + "]}",
                    "\"postgresql://me:" + CANARY + "@[/x\"",
                    "\"https://me:" + CANARY + "@host:port/x\"");

    @Test
    void no_shape_of_a_secret_in_its_place_or_out_of_it_is_repeated() {
        KnownKeys known = KnownKeys.load();
        int tried = 0;
        for (String section : known.sections()) {
            for (String key : known.keys(section)) {
                if (!SecretNames.isSecret(key) && !SecretNames.holdsSecrets(key)) {
                    continue;
                }
                for (String shape : SHAPES) {
                    for (String yaml : placed(section, key, shape)) {
                        silent(Configurations.read(yaml), yaml);
                        tried++;
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(500);
    }

    private static List<String> placed(String section, String key, String value) {
        List<String> files = new ArrayList<>();
        for (String name : List.of(key, key + "s", "x_" + key)) {
            String entry = "{" + name + ": " + value + "}";
            files.add(
                    switch (section) {
                        case "file" -> entry.substring(1, entry.length() - 1);
                        case "litellm_params" ->
                                "model_list: [{model_name: m, litellm_params: {model: openai/x, "
                                        + entry.substring(1)
                                        + "}]";
                        case "model_list", "model_info" ->
                                "model_list: [{model_name: m, litellm_params: {model: openai/x},"
                                        + " model_info: "
                                        + entry
                                        + "}]";
                        case "credential_list" ->
                                "credential_list: [{credential_name: c, credential_values: "
                                        + entry
                                        + "}]";
                        default -> section.replace(' ', '_') + ": " + entry;
                    });
        }
        files.add(key + ": " + value);
        files.add("router_settings: {" + key + ": " + value + "}");
        return files;
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, postgresql://me:canary-0123456789@[/x",
        "DATABASE_URL, mysql://me:canary-0123456789@host/x",
        "DATABASE_URL, postgresql://me:canary-0123456789@host/x?sslmode=odd&pgbouncer=canary",
        "LITELLM_MASTER_KEY, canary 0123456789",
        "LITELLM_SALT_KEY, canary-0123456789",
        "JWT_PUBLIC_KEY_URL, https://me:canary-0123456789@idp/keys",
        "JWT_PUBLIC_KEY_URL, canary://idp/keys",
        "OPENAI_API_KEY, canary-0123456789",
    })
    void no_variable_is_repeated(String variable, String value) {
        String yaml =
                """
                model_list: [{model_name: m, litellm_params: {model: openai/x}}]
                general_settings: {enable_jwt_auth: true}
                """;

        silent(Configurations.with(yaml).variable(variable, value).read(), variable);
    }

    private static void silent(CheckedSettings settings, String what) {
        String all =
                settings
                        + String.join("\n", settings.report().lines())
                        + settings.report().errors().stream().map(Problem::sentence).toList();
        assertThat(all).as(what).doesNotContain("canary");
    }
}
