package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.features.driver.Answer;
import dev.tollgate.features.driver.Question;
import dev.tollgate.features.driver.World;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.When;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What callers ask for in any form of the gateway.
public final class CallerSteps {
    private final World world;

    public CallerSteps(World world) {
        this.world = world;
    }

    @When("a/another caller asks {string} a question")
    public void asks(String model) {
        world.ask(Question.to(model));
    }

    @When("a caller asks {string} {int} questions")
    public void asks(String model, int times) {
        for (int i = 0; i < times; i++) {
            world.ask(Question.to(model));
        }
    }

    @When("a caller asks {string} a question tagged {string}")
    public void asks_tagged(String model, String tags) {
        asks_tagged(model, 1, tags);
    }

    @When("a caller asks {string} {int} questions tagged {string}")
    public void asks_tagged(String model, int times, String tags) {
        String list = "[\"" + tags.replace(", ", "\", \"") + "\"]";
        for (int i = 0; i < times; i++) {
            world.ask(Question.to(model).with(Map.of("tags", list)));
        }
    }

    @When("a caller asks {string} for {int} streamed answers")
    public void streams(String model, int times) {
        for (int i = 0; i < times; i++) {
            streams(model);
        }
    }

    @When("a caller asks {string} a question of {int} words")
    public void asks_long(String model, int words) {
        world.ask(Question.to(model).ofWords(words));
    }

    @When("a caller asks {string} a question with")
    public void asks(String model, DataTable settings) {
        world.ask(Question.to(model).with(values(settings)));
    }

    @When("a caller asks {string} for a streamed answer")
    public void streams(String model) {
        world.ask(Question.to(model).streamed());
    }

    @When("a caller asks {string} for a streamed answer with")
    public void streams(String model, DataTable settings) {
        world.ask(Question.to(model).streamed().with(values(settings)));
    }

    @When("a caller who asks {string} receives {string}")
    public void asks_and_receives(String model, String text) {
        Answer answer = world.ask(Question.to(model));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(text);
    }

    @When("a caller asks {string} {int} questions at once")
    public void asks_at_once(String model, int times) {
        world.askAtOnce(Question.to(model), times);
    }

    @When("a caller asks {string} until {string} was asked")
    public void asks_until(String model, String deployment) {
        while (!world.upstream().asked().contains(deployment)) {
            world.ask(Question.to(model));
        }
    }

    @When("what happened so far is forgotten")
    public void forgotten() {
        world.forget();
    }

    @When("a/another caller waits for an answer of {string}")
    public void waits(String model) {
        world.askAndWait(Question.to(model));
    }

    @When("{int} seconds pass")
    public void pass(int seconds) {
        world.pass(Duration.ofSeconds(seconds));
    }

    private static Map<String, String> values(DataTable table) {
        Map<String, String> values = new LinkedHashMap<>();
        table.asMaps().forEach(row -> values.put(row.get("setting"), row.get("value")));
        return values;
    }
}
