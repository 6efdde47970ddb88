package dev.tollgate.domain.catalog;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.testkit.DeploymentFixture;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

class ModelCatalogTest {
    private static ModelCatalog catalog(DeploymentFixture... members) {
        return catalog(Map.of(), members);
    }

    private static ModelCatalog catalog(
            Map<String, ModelAlias> aliases, DeploymentFixture... members) {
        return new ModelCatalog(
                Stream.of(members).map(DeploymentFixture::build).toList(),
                aliases,
                name -> name.startsWith("gpt") ? "openai" : "");
    }

    private static List<String> upstream(ModelCatalog catalog, String name) {
        return catalog.resolve(name).orElseThrow().candidates().stream()
                .map(c -> c.deployment().id() + "=" + c.upstreamModel())
                .toList();
    }

    @Test
    void one_name_stands_for_all_its_deployments_in_file_order() {
        assertThat(upstream(catalog(aDeployment("b"), aDeployment("a")), "chat"))
                .containsExactly("b=gpt-4o-mini", "a=gpt-4o-mini");
    }

    @Test
    void an_unknown_name_stands_for_nothing() {
        assertThat(catalog(aDeployment("a")).resolve("nope")).isEmpty();
    }

    @Test
    void a_name_is_in_the_access_groups_of_all_it_leads_to() {
        ModelCatalog catalog =
                catalog(
                        Map.of("nick", new ModelAlias("chat", false)),
                        aDeployment("a").serving("chat").among("beta"),
                        aDeployment("b").serving("chat").among("gold", "beta"),
                        aDeployment("c").serving("gpt-*").among("wild"),
                        aDeployment("d").serving("other"));

        assertThat(groupsOf(catalog, "chat")).containsOnly("beta", "gold");
        assertThat(groupsOf(catalog, "nick")).containsOnly("beta", "gold");
        assertThat(groupsOf(catalog, "a")).containsOnly("beta");
        assertThat(groupsOf(catalog, "gpt-5")).containsOnly("wild");
        assertThat(groupsOf(catalog, "other")).isEmpty();
        assertThat(groupsOf(catalog, "nobody")).isEmpty();
        assertThat(catalog.accessGroups()).containsExactly("beta", "gold", "wild");
    }

    private static Set<String> groupsOf(ModelCatalog catalog, String name) {
        return catalog.resolve(name).map(catalog::accessGroupsOf).orElse(Set.of());
    }

    @Test
    void of_one_name_a_teams_own_comes_before_everybodys_and_an_exact_one_before_a_pattern() {
        ModelCatalog catalog =
                catalog(
                        aDeployment("a").serving("chat"),
                        aDeployment("b").serving("open/*"),
                        aDeployment("c").serving("chat").ownOf("red"),
                        aDeployment("d").serving("*").by("openai", "x").ownOf("red"),
                        aDeployment("e").serving("open/1").ownOf("blue").by("openai", "z"));

        assertThat(catalog.resolve("chat", "red").orElseThrow().team()).isEqualTo("red");
        assertThat(catalog.resolve("chat", "blue").orElseThrow().team()).isEmpty();
        assertThat(catalog.resolve("a", "red").orElseThrow().team()).isEmpty();
        assertThat(catalog.resolve("open/1", "red").orElseThrow().group()).isEqualTo("*");
        assertThat(catalog.resolve("open/1", "blue").orElseThrow().team()).isEqualTo("blue");
        assertThat(catalog.resolve("open/1", "green").orElseThrow().team()).isEmpty();
    }

    @Test
    void what_is_a_teams_own_is_found_by_nobody_else() {
        ModelCatalog catalog =
                catalog(
                        aDeployment("a").serving("chat"),
                        aDeployment("c").serving("own").by("openai", "gpt-9").ownOf("red"));

        for (String name : List.of("own", "c", "gpt-9", "openai/gpt-9")) {
            assertThat(catalog.resolve(name)).as(name).isEmpty();
            assertThat(catalog.resolve(name, "blue")).as(name).isEmpty();
            assertThat(catalog.answersTo(name)).as(name).isTrue();
        }
        assertThat(catalog.resolve("c", "red")).isPresent();
        assertThat(catalog.resolve("gpt-9", "red")).as("only where it was named so").isEmpty();
        assertThat(catalog.groups()).containsExactly("chat");
        assertThat(catalog.deployments()).hasSize(2);
    }

    @Test
    void an_alias_is_one_hop_and_shadows_a_group_of_its_name() {
        ModelCatalog catalog =
                catalog(
                        Map.of(
                                "chat", new ModelAlias("other", false),
                                "again", new ModelAlias("chat", true)),
                        aDeployment("a").serving("chat"),
                        aDeployment("b").serving("other"));

        assertThat(upstream(catalog, "chat")).containsExactly("b=gpt-4o-mini");
        assertThat(upstream(catalog, "again")).containsExactly("a=gpt-4o-mini");
    }

    @Test
    void a_pattern_passes_the_captured_part_upstream() {
        ModelCatalog catalog = catalog(aDeployment("any").serving("openai/*").by("openai", "*"));

        assertThat(upstream(catalog, "openai/gpt-4o")).containsExactly("any=gpt-4o");
    }

    @Test
    void a_bare_name_finds_the_pattern_of_its_inferred_provider() {
        ModelCatalog catalog = catalog(aDeployment("any").serving("openai/*").by("openai", "*"));

        assertThat(upstream(catalog, "gpt-4o")).containsExactly("any=gpt-4o");
        assertThat(catalog.resolve("claude-x")).isEmpty();
    }

    @Test
    void an_exact_name_beats_a_pattern_and_the_longer_pattern_the_shorter() {
        ModelCatalog catalog =
                catalog(
                        aDeployment("wide").serving("openai/*").by("openai", "*"),
                        aDeployment("narrow").serving("openai/gpt-*").by("openai", "gpt-*"),
                        aDeployment("exact").serving("openai/gpt-4o"));

        assertThat(upstream(catalog, "openai/gpt-4o")).containsExactly("exact=gpt-4o-mini");
        assertThat(upstream(catalog, "openai/gpt-5")).containsExactly("narrow=gpt-5");
        assertThat(upstream(catalog, "openai/o3")).containsExactly("wide=o3");
    }

    @Test
    void the_star_alone_catches_the_rest() {
        ModelCatalog catalog =
                catalog(aDeployment("a"), aDeployment("rest").serving("*").by("openai", "*"));

        assertThat(upstream(catalog, "whatever")).containsExactly("rest=whatever");
    }

    @Test
    void a_deployment_answers_to_its_id_and_to_its_upstream_name() {
        ModelCatalog catalog =
                catalog(aDeployment("a"), aDeployment("b").by("azure", "my-deployment"));

        assertThat(upstream(catalog, "b")).containsExactly("b=my-deployment");
        assertThat(upstream(catalog, "azure/my-deployment")).containsExactly("b=my-deployment");
    }

    @Test
    void special_characters_of_a_pattern_stand_for_themselves() {
        ModelCatalog catalog = catalog(aDeployment("any").serving("a.b(c)/*").by("openai", "*"));

        assertThat(catalog.resolve("aXb(c)/m")).isEmpty();
        assertThat(upstream(catalog, "a.b(c)/m")).containsExactly("any=m");
    }

    @Test
    void two_deployments_with_one_id_are_rejected() {
        assertThatThrownBy(() -> catalog(aDeployment("a"), aDeployment("a")))
                .hasMessageContaining("two deployments have the id a");
    }
}
