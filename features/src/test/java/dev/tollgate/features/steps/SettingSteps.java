package dev.tollgate.features.steps;

import dev.tollgate.features.driver.World;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.When;

import java.util.HashMap;
import java.util.Map;

/// What the operator wrote into the configuration.
public final class SettingSteps {
    private final World world;

    public SettingSteps(World world) {
        this.world = world;
    }

    @Given("the model {string} is served by")
    public void served(String model, DataTable deployments) {
        for (Map<String, String> row : deployments.asMaps()) {
            Map<String, String> cells = new HashMap<>();
            row.forEach((column, cell) -> cells.put(column, cell == null ? "" : cell));
            world.config().addDeployment(model, cells, world.upstream());
        }
    }

    @Given("the {word} settings")
    public void settings(String section, Map<String, String> settings) {
        settings.forEach((k, v) -> world.config().set(section + "_settings", k, v));
    }

    @Given("the configuration")
    public void configuration(String text) {
        world.write(
                text.replace("ADDRESS-OF-east", world.upstream().address("east") + "/v1")
                        + "\ngeneral_settings: {master_key: sk-features-0123456789abcdef}\n");
    }

    @Given("the environment variable {string} is {string}")
    public void variable(String name, String value) {
        world.setVariable(name, value);
    }

    @When("the operator starts the gateway")
    public void starts() {
        world.start();
    }

    @When("the operator has {string} served by {string} instead")
    public void served_instead(String model, String deployment) {
        world.start();
        world.config().clearModels();
        add(model, deployment);
    }

    @When("the operator adds the model {string} served by {string}")
    public void add(String model, String deployment) {
        world.start();
        world.config().addDeployment(model, Map.of("deployment", deployment), world.upstream());
        world.reload();
    }

    @When("the operator has the settings taken")
    public void reloads() {
        world.start();
        world.reload();
    }

    @When("the operator breaks the configuration file")
    public void breaks() {
        world.start();
        world.write("model_list: [oops");
        world.reload();
    }
}
