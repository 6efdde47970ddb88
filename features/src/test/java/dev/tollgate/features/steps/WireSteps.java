package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.features.driver.Answer;
import dev.tollgate.features.driver.ConfigText;
import dev.tollgate.features.driver.HttpDriver;
import dev.tollgate.features.driver.Question;
import dev.tollgate.features.driver.Received;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What only callers over HTTP can do and see: headers, status, exact bytes.
public final class WireSteps {
    private final World world;

    public WireSteps(World world) {
        this.world = world;
    }

    private void post(String path, Map<String, String> headers, String letter) {
        world.got(world.http().send("POST", path, headers, letter));
    }

    @When("a caller sends")
    public void sends(String letter) {
        post(HttpDriver.CHAT, HttpDriver.withKey(), letter);
    }

    @When("a caller sends nothing")
    public void sends_nothing() {
        sends("");
    }

    @When("a caller sends lists within lists {int} deep")
    public void sends_depth(int depth) {
        sends("{\"model\":\"fast\",\"messages\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    @When("a caller asks {string} a question under the id {string}")
    public void asks_under_id(String model, String id) {
        Map<String, String> headers = new HashMap<>(HttpDriver.withKey());
        headers.put("x-litellm-call-id", id);
        post(HttpDriver.CHAT, headers, Question.to(model).letter());
    }

    @When("a caller asks {string} a question with the headers")
    public void asks_with_headers(String model, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(HttpDriver.withKey());
        headers.putAll(more);
        post(HttpDriver.CHAT, headers, Question.to(model).letter());
    }

    @When("a caller asks {string} for a streamed answer with the headers")
    public void streams_with_headers(String model, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(HttpDriver.withKey());
        headers.putAll(more);
        post(HttpDriver.CHAT, headers, Question.to(model).streamed().letter());
    }

    @When("a caller has {string} embed {string}")
    public void embeds(String model, String text) {
        String letter = "{\"model\":\"%s\",\"input\":\"%s\"}".formatted(model, text);
        post("/v1/embeddings", HttpDriver.withKey(), letter);
    }

    @Then("the caller receives an embedding")
    public void embedding() {
        assertThat(world.last().json().at("/data/0/embedding").size()).isPositive();
    }

    @When("callers use these addresses")
    public void addresses(List<Map<String, String>> rows) {
        String letter = Question.to("fast").letter();
        rows.forEach(row -> post(row.getOrDefault("address", ""), HttpDriver.withKey(), letter));
    }

    @Then("each of them receives {string}")
    public void each_receives(String text) {
        assertThat(world.answers()).extracting(Answer::text).containsOnly(text);
    }

    @When("a caller shows the key as {string} in {string}")
    public void shows(String form, String header) {
        shows(ConfigText.MASTER_KEY, form, header);
    }

    @When("a caller shows the key {string} as {string} in {string}")
    public void shows(String key, String form, String header) {
        post(
                HttpDriver.CHAT,
                Map.of(header, form.replace("KEY", key)),
                Question.to("fast").letter());
    }

    @When("a caller shows a wrong key in {string} and the right one in {string}")
    public void shows_both(String wrong, String right) {
        Map<String, String> headers =
                Map.of(wrong, "sk-wrong-0123456789", right, "Bearer " + ConfigText.MASTER_KEY);
        post(HttpDriver.CHAT, headers, Question.to("fast").letter());
    }

    @When("a caller shows no key")
    public void shows_none() {
        post(HttpDriver.CHAT, Map.of(), Question.to("fast").letter());
    }

    @Then("the caller learns that this is a key of {string}")
    public void foreign_key(String provider) {
        assertThat(world.last().status()).isEqualTo(401);
        assertThat(world.last().body()).containsIgnoringCase(provider);
    }

    @Then("the answer does not repeat {string}")
    public void does_not_repeat(String secret) {
        assertThat(world.last().body() + world.last().headers()).doesNotContain(secret);
    }

    @Then("the answer does not repeat the key or the address of {string}")
    public void does_not_repeat_either(String deployment) {
        does_not_repeat("sk-key-of-" + deployment);
        does_not_repeat(world.upstream().address(deployment));
    }

    @Then("without a key one gets")
    public void without_key(List<Map<String, String>> rows) {
        statuses(rows, Map.of());
    }

    @Then("with a key one gets")
    public void with_key(List<Map<String, String>> rows) {
        statuses(rows, HttpDriver.withKey());
    }

    private void statuses(List<Map<String, String>> rows, Map<String, String> headers) {
        for (Map<String, String> row : rows) {
            String method = row.getOrDefault("method", "GET");
            Answer answer = world.http().send(method, row.getOrDefault("address", ""), headers, "");
            assertThat(answer.status())
                    .as(row.getOrDefault("address", ""))
                    .isEqualTo(Integer.parseInt(row.getOrDefault("status", "")));
        }
    }

    @Then("the caller gets an error with status {int} and type {string}")
    public void error(int status, String type) {
        assertThat(world.last().status()).as(world.last().body()).isEqualTo(status);
        assertThat(world.last().json().at("/error/type").asText()).isEqualTo(type);
        assertThat(world.last().json().at("/error/code").asText()).isEqualTo("" + status);
        assertThat(world.last().json().at("/error/message").asText()).isNotEmpty();
    }

    @Then("the caller gets an error that is the provider's fault")
    public void providers_fault() {
        assertThat(world.last().status()).as(world.last().body()).isBetween(500, 599);
        assertThat(world.last().json().at("/error/message").asText()).isNotEmpty();
    }

    @Then("the caller receives exactly what {string} replied")
    public void unchanged(String deployment) {
        assertThat(world.last().body())
                .isEqualTo(
                        """
                        { "choices":[{"message":{"content":"caf\\u00e9"},"finish_reason":"stop"}],\
                          "novelty": 1.50e+1 }\
                        """);
    }

    @Then("the answer's headers say")
    public void headers(Map<String, String> headers) {
        headers.forEach((k, v) -> assertThat(world.last().header(k)).as(k).isEqualTo(v));
    }

    @Then("the answer's headers hold {string}")
    public void holds(String name) {
        assertThat(world.last().headers()).containsKey(name);
    }

    @Then("the answer's headers hold no {string}")
    public void holds_no(String name) {
        assertThat(world.last().headers()).doesNotContainKey(name);
    }

    @Then("the stream holds no usage")
    public void no_usage() {
        assertThat(world.last().events()).isNotEmpty().noneMatch(e -> e.contains("prompt_tokens"));
    }

    @Then("the stream holds the usage")
    public void usage() {
        assertThat(world.last().events()).anyMatch(e -> e.contains("prompt_tokens"));
    }

    @When(
            "the operator asks what {int} calls a day of {string} cost, each with {int} tokens in"
                    + " and {int} out")
    public void asks_what_it_costs(int calls, String model, int input, int output) {
        post(
                "/cost/estimate",
                HttpDriver.withKey(),
                """
                {"model": "%s", "input_tokens": %d, "output_tokens": %d, "num_requests_per_day": %d}
                """
                        .formatted(model, input, output, calls));
    }

    @Then("a call costs {string} and a day {string}")
    public void estimated(String call, String day) {
        JsonNode told = world.last().json();
        assertThat(told.path("cost_per_request").decimalValue()).isEqualByComparingTo(call);
        assertThat(told.path("daily_cost").decimalValue()).isEqualByComparingTo(day);
    }

    @Then("the stream tells the cost {string}")
    public void tells_cost(String dollars) {
        assertThat(world.last().events())
                .filteredOn(event -> event.contains("prompt_tokens"))
                .hasSize(1)
                .allMatch(event -> event.contains("\"cost\":" + dollars));
    }

    @Then("the stream tells no cost")
    public void tells_no_cost() {
        assertThat(world.last().events()).noneMatch(event -> event.contains("\"cost\""));
    }

    private Received received(String deployment) {
        return world.upstream().received().stream()
                .filter(request -> request.deployment().equals(deployment))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Then("{string} receives")
    public void receives(String deployment, String letter) {
        assertThat(received(deployment).body()).isEqualTo(letter);
    }

    @Then("{string} hears nothing of {string}")
    public void hears_nothing(String deployment, String words) {
        assertThat(received(deployment).body()).doesNotContain(words);
    }

    @Then("{string} is shown its own key only")
    public void own_key(String deployment) {
        String headers = received(deployment).headers().toString();
        assertThat(headers).contains("sk-key-of-" + deployment);
        assertThat(headers).doesNotContain(ConfigText.MASTER_KEY);
    }

    @Then("{string} is asked for the model {string}")
    public void asked_for(String deployment, String model) {
        assertThat(received(deployment).body()).contains("\"model\":\"" + model + "\"");
    }

    @Then("{string} is asked with {string} {}")
    public void asked_with(String deployment, String field, String value) {
        assertThat(received(deployment).body()).containsOnlyOnce("\"" + field + "\":");
        assertThat(received(deployment).body()).contains("\"" + field + "\":" + value);
    }

    @Then("{string} was asked to report its usage")
    public void asked_usage(String deployment) {
        assertThat(received(deployment).body()).contains("\"include_usage\":true");
    }

    @Then("{string} is asked with the instructions {string} and a bound on the answer's length")
    public void instructions(String deployment, String words) {
        assertThat(received(deployment).path()).isEqualTo("/v1/messages");
        assertThat(received(deployment).body())
                .contains("\"system\":")
                .contains(words)
                .contains("\"max_tokens\":");
    }

    @Then("{string} is asked for its Azure deployment with an API version")
    public void azure(String deployment) {
        assertThat(received(deployment).path())
                .startsWith("/openai/deployments/gpt-4o-blue/chat/completions")
                .contains("api-version=2024-10-21");
    }
}
