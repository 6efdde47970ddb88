package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.features.driver.HttpDriver;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

import java.util.Map;

/// Where a call would go, and why not elsewhere.
public final class ExplainSteps {
    private final World world;

    public ExplainSteps(World world) {
        this.world = world;
    }

    private void explain(String model, Map<String, String> headers) {
        String path = "/v1/router/explain?model=" + model;
        world.got(world.http().send("GET", path, headers, ""));
    }

    @When("the operator asks where a call of {string} would go")
    public void operator_asks(String model) {
        explain(model, HttpDriver.withKey());
    }

    @When("somebody with the key {string} asks where a call of {string} would go")
    public void somebody_asks(String key, String model) {
        explain(model, Map.of("Authorization", "Bearer " + key));
    }

    private JsonNode explanation() {
        assertThat(world.last().status()).as(world.last().body()).isEqualTo(200);
        return world.last().json();
    }

    @Then("it would be tried with {string} and then with the model {string}")
    public void tried_with(String deployments, String model) {
        assertThat(explanation().at("/levels").findValuesAsText("id"))
                .containsExactly(deployments.split(", "));
        assertThat(explanation().at("/fallbacks")).hasSize(1);
        assertThat(explanation().at("/fallbacks/0").asText()).isEqualTo(model);
    }

    @Then("it would be tried with {string} only")
    public void tried_with(String deployments) {
        assertThat(explanation().at("/levels").findValuesAsText("id"))
                .containsExactly(deployments.split(", "));
        assertThat(explanation().at("/fallbacks")).isEmpty();
    }

    @Then("nobody is left out")
    public void nobody_left_out() {
        assertThat(explanation().at("/excluded").isArray()).isTrue();
        assertThat(explanation().at("/excluded")).isEmpty();
    }

    @Then("only {string} is left out, with the reason {string}")
    public void left_out(String deployment, String reason) {
        assertThat(explanation().at("/excluded").findValuesAsText("id"))
                .containsExactly(deployment);
        assertThat(explanation().at("/excluded/0/reason").asText()).isEqualTo(reason);
    }
}
