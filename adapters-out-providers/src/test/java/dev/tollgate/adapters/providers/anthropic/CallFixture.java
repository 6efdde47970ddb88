package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.LetterFixture;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Prices;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Calls and deployments of the tests, described by a small JSON object: whatever it leaves out has
/// a default that matters to nobody.
final class CallFixture {
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final AnthropicProtocol PROTOCOL = new AnthropicProtocol(InstantSource.fixed(NOW));
    static final String MODEL = "claude-sonnet-4-5";

    private CallFixture() {}

    static ModelCall aCall(String openai) {
        return aCall(openai, Json.object());
    }

    static ModelCall aCall(String openai, JsonNode facts) {
        JsonNode body = Json.read(openai).orElseGet(Json::object);
        boolean streamUsage = body.path("stream_options").path("include_usage").asBoolean();
        Dialect dialect = body.has("prompt") ? Dialect.OPENAI_COMPLETIONS : Dialect.OPENAI_CHAT;
        List<String> forwarded = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : facts.path("forwarded").properties()) {
            forwarded.add(entry.getKey());
            forwarded.add(entry.getValue().textValue());
        }
        return new ModelCall(
                "call-1",
                Caller.MASTER,
                "claude",
                body.path("stream").asBoolean(),
                streamUsage,
                overrides(body),
                HeaderLines.of(forwarded),
                LetterFixture.aLetter(dialect, openai));
    }

    private static CallOverrides overrides(JsonNode body) {
        return new CallOverrides(
                CallOverrides.UNSET,
                Duration.ZERO,
                Duration.ZERO,
                false,
                CallOverrides.UNSET,
                List.of(),
                List.of(),
                List.of(),
                body.path("drop_params").asBoolean(),
                texts(body.path("additional_drop_params")),
                texts(body.path("allowed_openai_params")),
                List.of(),
                java.util.Set.of());
    }

    static DeploymentSettings aDeployment() {
        return aDeployment(Json.object());
    }

    static DeploymentSettings aDeployment(JsonNode facts) {
        Map<String, String> defaults = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : facts.path("defaults").properties()) {
            defaults.put(entry.getKey(), entry.getValue().toString());
        }
        Map<String, Secret> headers = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : facts.path("extra_headers").properties()) {
            headers.put(entry.getKey(), Secret.of(entry.getValue().textValue()));
        }
        return new DeploymentSettings(
                new DeploymentId("d1"),
                "anthropic",
                model(facts),
                facts.path("api_base").asText(""),
                Secret.of(facts.path("api_key").asText("sk-ant-api03-secret")),
                "",
                "",
                Secret.NONE,
                headers,
                defaults,
                facts.path("drop_params").asBoolean(),
                texts(facts.path("additional_drop_params")),
                new HashSet<>(texts(facts.path("allowed_openai_params"))),
                facts.path("merge_reasoning").asBoolean(),
                "",
                facts.path("modify_params").asBoolean(),
                true,
                card(facts.path("card")),
                0);
    }

    static String model(JsonNode facts) {
        return facts.path("model").asText(MODEL);
    }

    private static ModelCard card(JsonNode card) {
        return card.isMissingNode()
                ? ModelCard.UNKNOWN
                : new ModelCard(
                        "card",
                        "anthropic",
                        "chat",
                        200_000,
                        card.path("max_output_tokens").asInt(),
                        0,
                        Prices.UNKNOWN,
                        Set.copyOf(texts(card.path("capabilities"))),
                        Set.copyOf(texts(card.path("lacks"))));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
