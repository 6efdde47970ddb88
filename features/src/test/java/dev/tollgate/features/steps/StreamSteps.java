package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.features.driver.Received;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Then;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a stream looks like chunk by chunk, how it was carried on, and what it cost.
public final class StreamSteps {
    private final World world;

    public StreamSteps(World world) {
        this.world = world;
    }

    @Then("the stream reads as one answer")
    public void one_answer() {
        List<JsonNode> chunks = world.last().chunks();
        assertThat(texts(chunks, "/id")).hasSize(1);
        assertThat(texts(chunks, "/created")).hasSize(1);
        assertThat(chunks).filteredOn(c -> has(c, "/choices/0/delta/role")).hasSizeLessThan(2);
        assertThat(chunks).filteredOn(c -> has(c, "/choices/0/finish_reason")).hasSize(1);
    }

    private static Set<String> texts(List<JsonNode> chunks, String place) {
        return chunks.stream().map(c -> c.at(place).asText()).collect(Collectors.toSet());
    }

    private static boolean has(JsonNode chunk, String place) {
        return !chunk.at(place).isMissingNode() && !chunk.at(place).isNull();
    }

    @Then("the stream names the model of {string} at its end")
    public void finished_by(String deployment) {
        assertThat(world.last().chunks().getLast().at("/model").asText())
                .isEqualTo("model-of-" + deployment);
    }

    @Then("the stream's usage is that of both")
    public void usage_of_both() {
        JsonNode usage = world.last().chunks().getLast().at("/usage");
        // One prompt has 9 tokens, one answer 3; of the broken answer there is but an estimate.
        assertThat(usage.at("/prompt_tokens").asInt()).isGreaterThan(9);
        assertThat(usage.at("/completion_tokens").asInt()).isGreaterThan(3);
        assertThat(usage.at("/total_tokens").asInt())
                .isEqualTo(
                        usage.at("/prompt_tokens").asInt()
                                + usage.at("/completion_tokens").asInt());
    }

    private List<Received> received(String deployment) {
        return world.upstream().received().stream()
                .filter(request -> request.deployment().equals(deployment))
                .toList();
    }

    @Then("{string} was asked to go on from {string}")
    public void asked_to_go_on(String deployment, String beginning) {
        assertThat(received(deployment)).extracting(Received::begun).containsExactly(beginning);
    }

    @Then("{string} was asked the whole question again")
    public void asked_again(String deployment) {
        assertThat(received(deployment)).extracting(Received::begun).containsExactly("");
    }

    @Then("the log tells of attempts at {string}")
    public void log(String deployments) {
        assertThat(attempts())
                .extracting(CallLog.Attempt::deploymentId)
                .containsExactly(deployments.split(", "));
    }

    /// Whoever is not known yet is given ten.
    @Then("the log tells that {string} was given less than {int} seconds")
    public void given_less(String deployment, int seconds) {
        assertThat(attempts())
                .filteredOn(attempt -> attempt.deploymentId().equals(deployment))
                .isNotEmpty()
                .extracting(CallLog.Attempt::duration)
                .allMatch(time -> time.compareTo(Duration.ofSeconds(seconds)) < 0);
    }

    @Then("the log tells of {int} attempts")
    public void log(int attempts) {
        assertThat(attempts()).hasSize(attempts);
    }

    @Then("the log soon tells of attempts at {string}")
    public void soon_log(String deployments) {
        World.await("the call is logged", () -> !world.log().isEmpty());
        log(deployments);
    }

    @Then("each of them is billed")
    public void billed() {
        assertThat(attempts())
                .isNotEmpty()
                .allSatisfy(
                        attempt -> {
                            assertThat(attempt.usage().inputTokens()).isPositive();
                            assertThat(attempt.usage().outputTokens()).isPositive();
                            assertThat(attempt.cost()).isPresent();
                        });
    }

    private List<CallLog.Attempt> attempts() {
        return world.log().getLast().attempts();
    }
}
