package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.features.driver.Answer;
import dev.tollgate.features.driver.Told;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Then;

import java.util.List;

/// What came of it, for callers, providers and operators.
public final class OutcomeSteps {
    private static final double TOLERANCE = 0.1;

    private final World world;

    public OutcomeSteps(World world) {
        this.world = world;
    }

    @Then("{string} answers")
    public void answers(String deployment) {
        receives("Hello from " + deployment);
    }

    @Then("the caller gets an answer")
    public void gets_an_answer() {
        assertThat(world.last().succeeded()).as(world.last().body()).isTrue();
    }

    @Then("the caller may come back within {int} seconds")
    public void may_come_back(int seconds) {
        assertThat(world.last().retryAfter()).isBetween(1L, (long) seconds);
    }

    @Then("the caller is asked to wait {int} seconds")
    public void asked_to_wait(int seconds) {
        assertThat(world.last().retryAfter()).isEqualTo(seconds);
    }

    @Then("the caller receives {string}")
    public void receives(String text) {
        assertThat(world.last().succeeded()).as(world.last().body()).isTrue();
        assertThat(world.last().text()).isEqualTo(text);
    }

    @Then("the waiting caller receives {string}")
    public void waiting_receives(String text) {
        world.awaited();
        receives(text);
    }

    @Then("the caller receives {string} and then an error")
    public void broken(String text) {
        assertThat(world.last().ending()).isEqualTo(Answer.Ending.BROKEN);
        assertThat(world.last().text()).isEqualTo(text);
        assertThat(world.last().body()).doesNotContain("[DONE]");
        if (!world.last().headers().isEmpty()) {
            assertThat(world.last().events().getLast()).contains("\"error\"");
        }
    }

    @Then("the stream ends in good order")
    public void ends_well() {
        assertThat(world.last().ending()).isEqualTo(Answer.Ending.STREAMED);
    }

    @Then("the caller is told that {}")
    public void told(String words) {
        Told told = Told.by(words);
        Answer answer = world.last();
        assertThat(answer.status()).as(answer.body()).isEqualTo(told.status());
        if (!answer.headers().isEmpty()) {
            assertThat(answer.json().at("/error/message").asText()).contains(told.message());
        }
    }

    @Then("the waiting caller is told that {}")
    public void waiting_told(String words) {
        world.awaited();
        told(words);
    }

    @Then("{string} was asked once")
    public void asked_once(String deployment) {
        asked(deployment, 1);
    }

    @Then("{string} was asked {int} times")
    public void asked(String deployment, int times) {
        assertThat(world.upstream().asked()).filteredOn(deployment::equals).hasSize(times);
    }

    @Then("{string} was asked at most {int} times")
    public void asked_at_most(String deployment, int times) {
        assertThat(world.upstream().asked())
                .filteredOn(deployment::equals)
                .hasSizeBetween(1, times);
    }

    @Then("{string} was asked at least {int} time(s)")
    public void asked_at_least(String deployment, int times) {
        assertThat(world.upstream().asked())
                .filteredOn(deployment::equals)
                .hasSizeGreaterThanOrEqualTo(times);
    }

    @Then("{string} was not asked")
    public void not_asked(String deployment) {
        asked(deployment, 0);
    }

    @Then("both were asked among the last {int}")
    public void asked_lately(int last) {
        List<String> asked = world.upstream().asked();
        assertThat(asked.subList(asked.size() - last, asked.size()))
                .containsExactlyInAnyOrder("east", "west");
    }

    @Then("only {string} was asked")
    public void only_asked(String deployment) {
        assertThat(world.upstream().asked()).isNotEmpty().containsOnly(deployment);
    }

    @Then("nobody was asked")
    public void nobody_asked() {
        assertThat(world.upstream().asked()).isEmpty();
    }

    @Then("the deployments asked were {string}")
    public void asked_in_order(String deployments) {
        assertThat(world.upstream().asked()).containsExactly(deployments.split(", "));
    }

    @Then("the deployments were asked at most {int} times")
    public void asked_at_most(int times) {
        assertThat(world.upstream().asked()).hasSizeBetween(1, times);
    }

    @Then("the deployments were asked {int} times")
    public void asked_times(int times) {
        assertThat(world.upstream().asked()).hasSize(times);
    }

    @Then("the deployments were asked between {int} and {int} times")
    public void asked_times(int least, int most) {
        assertThat(world.upstream().asked()).hasSizeBetween(least, most);
    }

    @Then("between {int} and {int} percent of the last {int} were answered by {string}")
    public void share(int least, int most, int last, String deployment) {
        List<Answer> all = world.answers();
        long hers =
                all.subList(all.size() - last, all.size()).stream()
                        .filter(answer -> answer.text().equals("Hello from " + deployment))
                        .count();
        assertThat(100.0 * hers / last).isBetween((double) least, (double) most);
    }

    @Then("each question was answered by {string}")
    public void all_by(String deployment) {
        assertThat(world.answers())
                .extracting(Answer::text)
                .containsOnly("Hello from " + deployment);
    }

    @Then("about {int} percent of them were answered by {string}")
    public void share(int percent, String deployment) {
        share(percent, world.answers().size(), deployment);
    }

    @Then("about {int} percent of the last {int} were answered by {string}")
    public void share(int percent, int last, String deployment) {
        List<Answer> all = world.answers();
        List<Answer> answers = all.subList(all.size() - last, all.size());
        long hers =
                answers.stream()
                        .filter(answer -> answer.text().equals("Hello from " + deployment))
                        .count();
        assertThat((double) hers / answers.size())
                .isBetween(percent / 100.0 - TOLERANCE, percent / 100.0 + TOLERANCE);
        assertThat(hers).isLessThan(answers.size());
    }

    @Then("the gateway waited {double} to {double} seconds")
    public void waited(double least, double most) {
        assertThat(world.waits()).hasSize(1);
        waited(0, least, most);
    }

    @Then("the gateway waited {double} to {double} seconds and then {double} to {double} seconds")
    public void waited(double least, double most, double nextLeast, double nextMost) {
        assertThat(world.waits()).hasSize(2);
        waited(0, least, most);
        waited(1, nextLeast, nextMost);
    }

    private void waited(int which, double least, double most) {
        assertThat(world.waits().get(which).toMillis() / 1000.0).isBetween(least, most);
    }

    @Then("the gateway waited for nothing")
    public void waited_for_nothing() {
        assertThat(world.waits()).isEmpty();
    }

    @Then("the report names {string}")
    public void report(String words) {
        assertThat(world.told()).contains(words);
    }

    @Then("the gateway says that the file was not taken")
    public void not_taken() {
        assertThat(world.told()).contains("not taken: ");
    }

    @Then("the gateway does not start")
    public void does_not_start() {
        assertThat(world.started()).isFalse();
    }

    @Then("{string} is shown the key {string}")
    public void shown(String deployment, String key) {
        assertThat(world.upstream().received().getLast().header("authorization"))
                .isEqualTo("Bearer " + key);
    }
}
