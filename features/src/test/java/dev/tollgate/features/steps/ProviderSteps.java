package dev.tollgate.features.steps;

import dev.tollgate.features.driver.Behaviour;
import dev.tollgate.features.driver.Misbehaviour;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.When;

import java.time.Duration;
import java.util.Map;

/// What the providers do when they are asked.
public final class ProviderSteps {
    private static final String FAILURES =
            "(is overloaded|is rate limited|breaks down|rejects its key|does not know the model|"
                    + "finds the request wrong|finds the prompt too long|finds the prompt improper|"
                    + "hangs up|resets the connection|breaks off before its first word|"
                    + "keeps silent|takes its time|is slow|withholds its answer|"
                    + "begins a tool call and hangs up|"
                    + "answers with a web page|answers with half an answer)";

    private static final String ENDINGS =
            "(hangs up|resets the connection|stops without finishing|falls silent|talks nonsense|"
                    + "reports a failure|forgets the end mark|never closes)";

    private final World world;

    public ProviderSteps(World world) {
        this.world = world;
    }

    @Given("{string} answers {string}")
    public void answers(String deployment, String text) {
        world.upstream().always(deployment, new Behaviour.Says(text));
    }

    @Given("{string} answers {string} with the headers")
    public void answers(String deployment, String text, Map<String, String> headers) {
        String body =
                "{\"choices\":[{\"message\":{\"content\":\""
                        + text
                        + "\"}}],\"usage\":"
                        + "{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}";
        world.upstream().always(deployment, new Behaviour.Replies(200, headers, body));
    }

    @Given("{string} replies with exactly")
    public void replies(String deployment, String body) {
        world.upstream().always(deployment, new Behaviour.Replies(200, Map.of(), body));
    }

    @Given("{string} replies with status {int}")
    public void fails(String deployment, int status) {
        world.upstream().always(deployment, Misbehaviour.status(status));
    }

    @Given("^\"([^\"]+)\" " + FAILURES + "$")
    public void misbehaves(String deployment, String words) {
        world.upstream().always(deployment, Misbehaviour.by(words));
    }

    @Given("the deployments take their time")
    public void all_take_their_time() {
        world.upstream().otherwise(new Behaviour.SaysWhenLetGo(""));
    }

    @Given("^\"([^\"]+)\" " + FAILURES + " once$")
    public void misbehaves_once(String deployment, String words) {
        world.upstream().next(deployment, Misbehaviour.by(words));
    }

    @Given("^\"([^\"]+)\" " + FAILURES + " (\\d+) times$")
    public void misbehaves_times(String deployment, String words, int times) {
        for (int i = 0; i < times; i++) {
            misbehaves_once(deployment, words);
        }
    }

    @Given("{string} is rate limited and asks to wait {int} seconds")
    public void asks_to_wait(String deployment, int seconds) {
        world.upstream().always(deployment, Misbehaviour.waiting(seconds));
    }

    @Given("{string} is rate limited once and asks to wait {int} seconds")
    public void asks_to_wait_once(String deployment, int seconds) {
        world.upstream().next(deployment, Misbehaviour.waiting(seconds));
    }

    @Given("^\"([^\"]+)\" says \"([^\"]*)\" and then " + ENDINGS + "$")
    public void breaks_off(String deployment, String text, String ending) {
        world.upstream()
                .always(deployment, new Behaviour.StreamsThen(text, Misbehaviour.ending(ending)));
    }

    @Given("^\"([^\"]+)\" says \"([^\"]*)\" and then " + ENDINGS + " once$")
    public void breaks_off_once(String deployment, String text, String ending) {
        world.upstream()
                .next(deployment, new Behaviour.StreamsThen(text, Misbehaviour.ending(ending)));
    }

    @Given("{string} answers {string} but goes on from no beginning")
    public void refuses_beginnings(String deployment, String text) {
        world.upstream().always(deployment, new Behaviour.SaysUnlessBegun(text));
    }

    /// Checks come every second in these scenarios.
    @When("the deployments are checked")
    public void checked() {
        world.check(Duration.ofSeconds(1));
    }

    @Given("{string} makes up its mind")
    public void goes_on(String deployment) {
        world.upstream().letGo(deployment);
    }
}
