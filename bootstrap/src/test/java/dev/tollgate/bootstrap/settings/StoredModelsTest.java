package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

class StoredModelsTest {
    private static final String FILE =
            """
            model_list:
              - model_name: fast
                litellm_params: {model: openai/gpt-4o-mini, api_key: sk-literal, rpm: 60,
                                 api_kye: sk-misspelt-0123456789}
                model_info: {id: of-the-file, tier: gold}
            general_settings: {store_model_in_db: true}
            """;

    private static StoredConfiguration kept(String id, Map<String, Object> params) {
        Fields model =
                Fields.of(
                        Map.of(
                                "model_name",
                                "extra",
                                "litellm_params",
                                params,
                                "model_info",
                                Map.of("id", id, "input_cost_per_token", new BigDecimal("1E-7"))));
        return StoredConfiguration.NOTHING.with(EntityKind.MODEL, new Part(id, model));
    }

    private static StoredConfiguration kept(String id) {
        return kept(id, Map.of("model", "openai/gpt-4o", "api_key", "os.environ/MY_KEY"));
    }

    private static List<String> ids(CheckedSettings settings) {
        return settings.deployments().stream().map(spec -> spec.deployment().id().value()).toList();
    }

    @Test
    void what_is_kept_is_read_like_an_entry_of_the_file() {
        CheckedSettings settings =
                Configurations.with(FILE).variable("MY_KEY", "sk-mine").read().with(kept("m-1"));

        DeploymentSpec spec = settings.deployments().getLast();
        assertThat(spec.settings().apiKey().reveal()).isEqualTo("sk-mine");
        assertThat(spec.deployment().card().prices().perMillion().get("input"))
                .isEqualByComparingTo("0.1");
        assertThat(spec.deployment().entry().stored()).isTrue();
        assertThat(spec.deployment().entry().params().names()).containsExactly("model");
        assertThat(settings.with(StoredConfiguration.NOTHING).deployments()).hasSize(1);
    }

    @Test
    void an_entry_of_the_file_is_shown_with_its_place_and_without_its_secrets() {
        Deployment.Entry entry =
                Configurations.read(FILE).deployments().getFirst().deployment().entry();

        assertThat(entry.stored()).isFalse();
        assertThat(entry.place()).startsWith("config.yaml line");
        assertThat(entry.params().names()).containsExactly("model", "rpm");
        assertThat(entry.info().text("tier")).isEqualTo("gold");
    }

    @Test
    void access_groups_hold_models_by_name_and_by_id_wherever_those_stand() {
        CheckedSettings settings =
                Configurations.with(FILE.replace("tier: gold", "tier: gold, access_groups: [own]"))
                        .variable("MY_KEY", "k")
                        .read()
                        .with(
                                kept("m-1")
                                        .with(
                                                EntityKind.ACCESS_GROUP,
                                                group("g", "model_names", "fast"))
                                        .with(
                                                EntityKind.ACCESS_GROUP,
                                                group("h", "model_ids", "m-1")));

        assertThat(settings.deployments())
                .extracting(spec -> spec.deployment().entry().accessGroups())
                .containsExactly(Set.of("own", "g"), Set.of("h"));
        assertThat(
                        settings.deployments()
                                .getLast()
                                .deployment()
                                .entry()
                                .info()
                                .texts("access_groups"))
                .containsExactly("h");
    }

    private static Part group(String name, String field, String member) {
        return new Part(name, Fields.NONE.with(field, List.of(member)));
    }

    @Test
    void credentials_that_are_kept_serve_models_wherever_those_stand() {
        String file =
                FILE.replace("api_key: sk-literal", "litellm_credential_name: theirs")
                        + "credential_list: [{credential_name: ours, credential_info: {},"
                        + " credential_values: {api_key: sk-ours, api_base: 'https://x/v1'}}]\n";
        StoredConfiguration kept =
                kept("m-1", Map.of("model", "openai/a", "litellm_credential_name", "ours"))
                        .with(EntityKind.CREDENTIAL, credential("theirs", "sk-theirs"))
                        .with(EntityKind.CREDENTIAL, credential("ours", "sk-not-ours"));

        CheckedSettings settings = Configurations.read(file).with(kept);

        assertThat(settings.deployments())
                .extracting(spec -> spec.settings().apiKey().reveal())
                .containsExactly("sk-theirs", "sk-ours");
        assertThat(settings.credentials())
                .isEqualTo(Map.of("ours", Fields.NONE.with("api_base", "https://x/v1")));
    }

    private static Part credential(String name, String key) {
        return new Part(name, Fields.NONE.with("credential_values", Map.of("api_key", key)));
    }

    @Test
    void a_teams_own_is_called_as_the_team_calls_it() {
        Deployment own =
                Configurations.read(
                                FILE.replace(
                                        "tier: gold",
                                        "tier: gold, team_id: red, team_public_model_name: mine"))
                        .deployments()
                        .getFirst()
                        .deployment();

        assertThat(own.group()).isEqualTo("mine");
        assertThat(own.team()).isEqualTo("red");
        assertThat(own.entry().name()).isEqualTo("fast");
        assertThat(
                        Configurations.read(FILE.replace("tier: gold", "team_id: red"))
                                .deployments()
                                .getFirst()
                                .deployment()
                                .group())
                .isEqualTo("fast");
        assertThat(
                        Configurations.read(
                                        FILE.replace("tier: gold", "team_public_model_name: mine"))
                                .deployments()
                                .getFirst()
                                .deployment()
                                .group())
                .as("of no team")
                .isEqualTo("fast");
    }

    @Test
    void what_a_team_brought_gets_nothing_that_is_the_gateways() {
        Fields brought =
                Fields.of(
                        Map.of(
                                "model_name",
                                "extra",
                                "litellm_params",
                                Map.of("model", "openai/gpt-4o"),
                                "model_info",
                                Map.of("id", "m-1", "team_id", "red", "brought_by_team", true)));
        Fields given =
                brought.with("model_info", brought.within("model_info").without("brought_by_team"));
        String file =
                FILE + "router_settings: {default_litellm_params: {headers: {x-key: sk-ours}}}\n";

        assertThat(own(file, given).settings().apiKey().reveal()).isEqualTo("sk-gateway");
        assertThat(own(file, given).settings().extraHeaders()).containsKey("x-key");
        assertThat(ids(reading(file, brought))).containsExactly("of-the-file");

        Fields withKey =
                brought.with("litellm_params", Map.of("model", "openai/gpt-4o", "api_key", "own"));
        assertThat(own(file, withKey).settings().apiKey().reveal()).isEqualTo("own");
        assertThat(own(file, withKey).settings().extraHeaders()).isEmpty();
        assertThat(own(file, withKey).settings().apiBase()).isEqualTo("https://api.openai.com/v1");
    }

    private static CheckedSettings reading(String file, Fields model) {
        return Configurations.with(file)
                .variable("OPENAI_API_KEY", "sk-gateway")
                .variable("OPENAI_API_BASE", "https://inside.example.org/v1")
                .read()
                .with(StoredConfiguration.NOTHING.with(EntityKind.MODEL, new Part("m-1", model)));
    }

    private static DeploymentSpec own(String file, Fields model) {
        return reading(file, model).deployments().getLast();
    }

    @Test
    void nothing_is_kept_unless_the_operator_says_so() {
        String silent = FILE.replace("{store_model_in_db: true}", "{}");

        assertThat(ids(Configurations.read(silent).with(kept("m-1"))))
                .containsExactly("of-the-file");
        assertThat(Configurations.read(silent).storage().keepsModels()).isFalse();
        assertThat(
                        Configurations.with(silent)
                                .variable("STORE_MODEL_IN_DB", "True")
                                .read()
                                .storage()
                                .keepsModels())
                .isTrue();
        assertThat(
                        Configurations.with(FILE)
                                .variable("STORE_MODEL_IN_DB", "false")
                                .read()
                                .storage()
                                .keepsModels())
                .isFalse();
    }

    @Test
    void an_id_of_the_file_stays_the_files() {
        CheckedSettings settings =
                Configurations.with(FILE).variable("MY_KEY", "k").read().with(kept("of-the-file"));

        assertThat(settings.deployments()).hasSize(1);
        assertThat(settings.report().models().getLast().why())
                .singleElement()
                .satisfies(
                        why -> assertThat(why.sentence()).contains("taken by the entry in line"));
    }

    @Test
    void one_that_cannot_serve_says_why_without_its_secrets_and_stops_nothing_else() {
        CheckedSettings settings =
                Configurations.read(FILE)
                        .with(
                                kept(
                                        "m-1",
                                        Map.of(
                                                "model",
                                                "nobody/sk-secret-in-a-name-1",
                                                "api_key",
                                                "in-a-name-1")));

        assertThat(ids(settings)).containsExactly("of-the-file");
        assertThat(settings.report().preventsStart()).isFalse();
        assertThat(settings.report().models().getLast().why())
                .isNotEmpty()
                .allSatisfy(
                        why ->
                                assertThat(why.sentence())
                                        .startsWith("stored configuration: model_list[m-1]")
                                        .doesNotContain("in-a-name-1"));
    }

    @Test
    void what_could_not_be_opened_is_told() {
        StoredConfiguration unreadable =
                new StoredConfiguration(Map.of(), List.of("MODEL/m-1 is encrypted: set the key"));

        assertThat(Configurations.read(FILE).with(unreadable).report().lines())
                .anyMatch(line -> line.contains("MODEL/m-1 is encrypted"));
    }
}
