package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.features.driver.Answer;
import dev.tollgate.features.driver.HttpDriver;
import dev.tollgate.features.driver.Question;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Coming, going and signs of life.
public final class LifeSteps {
    private static final Duration DELAY = Duration.ofMillis(500);

    private final World world;
    private final AtomicBoolean stopped = new AtomicBoolean();

    public LifeSteps(World world) {
        this.world = world;
    }

    @When("a caller hangs up after the first word of {string}")
    public void hangs_up(String model) {
        world.http().hangUpAfter(Question.to(model).streamed().letter(), "Once");
    }

    @When("a caller hangs up while {string} is thinking")
    public void hangs_up_early(String model) {
        HttpDriver http = world.http();
        http.hangUpOnce(Question.to(model).letter(), () -> !world.upstream().received().isEmpty());
    }

    /// Promised is a second.
    @Then("{string} soon notices that nobody listens")
    public void notices(String deployment) {
        World.await(
                deployment + " is left alone",
                Duration.ofSeconds(5),
                () -> world.upstream().abandoned().contains(deployment));
    }

    @When("the operator stops the gateway")
    public void stops() {
        HttpDriver http = world.http();
        Thread.ofVirtual()
                .start(
                        () -> {
                            http.stop(DELAY);
                            stopped.set(true);
                        });
    }

    @Then("the gateway is not ready any more")
    public void not_ready() {
        World.await("readiness says no", () -> get("/health/readiness", Map.of()).status() == 503);
    }

    @Then("the gateway has stopped")
    public void has_stopped() {
        World.await("the gateway stops", stopped::get);
    }

    private Answer get(String path, Map<String, String> headers) {
        return world.http().send("GET", path, headers, "");
    }

    @When("the database goes away")
    public void away() {
        world.reachable(false);
        World.await("the gateway notices", () -> database("disconnected"));
    }

    @When("the database is back")
    public void back() {
        world.reachable(true);
        World.await("the gateway notices", () -> database("connected"));
    }

    private boolean database(String state) {
        return get("/health/readiness", Map.of()).json().path("db").asText().equals(state);
    }

    @Then("the gateway is ready and {word}")
    public void ready(String status) {
        Answer answer = get("/health/readiness", Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo(status);
    }

    @When("a caller lists the models")
    public void lists() {
        world.got(get("/v1/models", HttpDriver.withKey()));
    }

    @Then("the list holds {string}")
    public void list_holds(String model) {
        assertThat(world.last().json().findValuesAsText("id")).contains(model);
    }

    @Then("the list does not hold {string}")
    public void list_lacks(String model) {
        assertThat(world.last().json().findValuesAsText("id")).doesNotContain(model);
    }

    @When("the operator looks at the model info")
    public void model_info() {
        world.got(get("/model/info", HttpDriver.withKey()));
    }

    @Then("it names {string}")
    public void names(String deployment) {
        assertThat(world.last().json().findValuesAsText("id")).contains(deployment);
    }

    @Then("it does not show the key of {string}")
    public void no_key(String deployment) {
        assertThat(world.last().body()).doesNotContain("sk-key-of-" + deployment);
    }

    @When("the operator looks at the readiness in detail")
    public void readiness() {
        world.got(get("/health/readiness/details", HttpDriver.withKey()));
    }

    @Then("the gateway is ready, and leaves {string} alone")
    public void leaves_alone(String deployment) {
        assertThat(world.last().status()).isEqualTo(200);
        assertThat(world.last().json().at("/cooling_deployments").findValuesAsText("model_id"))
                .containsExactly(deployment);
    }

    @When("the operator checks the health")
    public void health() {
        world.got(get("/health", HttpDriver.withKey()));
    }

    @Then("{int} deployment(s) is/are healthy and {int} is/are not")
    public void healthy(int well, int ill) {
        assertThat(world.last().json().at("/healthy_count").asInt()).isEqualTo(well);
        assertThat(world.last().json().at("/unhealthy_count").asInt()).isEqualTo(ill);
    }
}
