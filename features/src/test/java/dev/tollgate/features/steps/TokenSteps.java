package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.tollgate.application.testkit.TestIssuer;
import dev.tollgate.features.driver.HttpDriver;
import dev.tollgate.features.driver.Question;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.When;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Callers who come with a token of an identity provider. A claim's cell is JSON.
public final class TokenSteps {
    private static final String AUDIENCE = "gateway";

    private final World world;
    private String token = "";

    public TokenSteps(World world) {
        this.world = world;
    }

    @Given("tokens of the identity provider are taken, and")
    public void taken(Map<String, String> settings) {
        world.setVariable("JWT_PUBLIC_KEY_URL", world.identityProvider().discovery());
        world.setVariable("JWT_AUDIENCE", AUDIENCE);
        world.config().set("general_settings", "enable_jwt_auth", "true");
        world.config()
                .set(
                        "general_settings",
                        "litellm_jwtauth",
                        settings.entrySet().stream()
                                .map(each -> each.getKey() + ": " + placed(each.getValue()))
                                .collect(Collectors.joining(", ", "{", "}")));
    }

    private String placed(String setting) {
        return setting.replace("<the identity provider>", world.identityProvider().address());
    }

    @Given("the identity provider tells of the user")
    public void tells(Map<String, String> fields) {
        world.identityProvider()
                .tells(
                        fields.entrySet().stream()
                                .map(each -> '"' + each.getKey() + "\":" + each.getValue())
                                .collect(Collectors.joining(",", "{", "}")));
    }

    @Given("tokens of these issuers are taken")
    public void taken(List<Map<String, String>> issuers) {
        world.config().set("general_settings", "enable_jwt_auth", "true");
        world.config()
                .set(
                        "general_settings",
                        "litellm_jwtauth",
                        issuers.stream()
                                .map(this::entry)
                                .collect(Collectors.joining(", ", "{issuers: [", "]}")));
    }

    private String entry(Map<String, String> issuer) {
        String name = requireNonNull(issuer.get("issuer"));
        return "{issuer: %s, audience: %s, %s: %s, jwks_url: '%s'}"
                .formatted(
                        name,
                        AUDIENCE,
                        issuer.get("claim of"),
                        issuer.get("is"),
                        world.identityProvider(name).discovery());
    }

    @Given("a token that {string} signed says")
    public void says(String signer, Map<String, String> claims) {
        token = signed(claims, world.identityProvider(signer).issuer());
    }

    @Given("a token that says")
    public void says(Map<String, String> claims) {
        token = signed(claims);
    }

    private String signed(Map<String, String> claims) {
        return signed(claims, world.identityProvider().issuer());
    }

    private String signed(Map<String, String> claims, TestIssuer issuer) {
        return issuer.token(
                Map.of("alg", issuer.algorithm(), "kid", issuer.keyId(), "typ", "JWT"),
                payload(claims));
    }

    private String payload(Map<String, String> claims) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("iss", "\"idp\"");
        all.put("aud", '"' + AUDIENCE + '"');
        all.put("exp", Long.toString(world.now().plusSeconds(3600).getEpochSecond()));
        all.putAll(claims);
        return all.entrySet().stream()
                .map(each -> '"' + each.getKey() + "\":" + each.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Given("a token of {string} that {}")
    public void odd(String user, String how) {
        Map<String, String> claims = new HashMap<>(Map.of("sub", '"' + user + '"'));
        TestIssuer issuer = world.identityProvider().issuer();
        TestIssuer stranger = TestIssuer.of(issuer.keyId(), issuer.algorithm());
        String good = signed(claims);
        String[] parts = good.split("\\.");
        token =
                switch (how) {
                    case "is not signed" ->
                            TestIssuer.part("{\"alg\":\"none\"}") + "." + parts[1] + ".";
                    case "somebody else signed" -> stranger.token(header(issuer), payload(claims));
                    case "was changed" ->
                            parts[0]
                                    + "."
                                    + TestIssuer.part(payload(Map.of("sub", "\"root\"")))
                                    + "."
                                    + parts[2];
                    case "is meant for somebody else" -> {
                        claims.put("aud", "\"shop\"");
                        yield signed(claims);
                    }
                    case "has expired" -> {
                        claims.put(
                                "exp",
                                Long.toString(world.now().minusSeconds(60).getEpochSecond()));
                        yield signed(claims);
                    }
                    default -> throw new IllegalArgumentException(how);
                };
    }

    private static Map<String, String> header(TestIssuer issuer) {
        return Map.of("alg", issuer.algorithm(), "kid", issuer.keyId());
    }

    @When("who has the token asks {string} a question")
    public void asks(String model) {
        ask(model, Map.of());
    }

    @When("who has the token asks {string} a question for the team {string}")
    public void asks(String model, String team) {
        ask(model, Map.of("x-litellm-team-id", team));
    }

    private void ask(String model, Map<String, String> more) {
        send("POST", HttpDriver.CHAT, Question.to(model).letter(), more);
    }

    private void send(String method, String path, String body, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Authorization", "Bearer " + token);
        world.got(world.http().send(method, path, headers, body));
        assertThat(world.last().body()).doesNotContain(token);
    }

    @When("who has the token tries to make the user {string}")
    public void makes_user(String user) {
        send("POST", "/user/new", "{\"user_id\":\"" + user + "\"}", Map.of());
    }

    @When("the identity provider signs with a new key")
    public void rotates() {
        world.identityProvider().rotate();
    }

    @When("the identity provider goes away")
    public void goes_away() {
        world.identityProvider().goAway();
    }
}
