package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.ExplainRouting;
import dev.tollgate.application.port.in.ExplainRouting.Explanation;
import dev.tollgate.application.port.in.ExplainRouting.Known;
import dev.tollgate.application.port.in.ExplainRouting.LeftOut;
import dev.tollgate.application.port.in.ExplainRouting.Question;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.Latency;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.routing.Shortage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Where a call would go now, and why not elsewhere.
public final class ExplainRoute {
    private static final int SHOWN = 200;

    private final ExplainRouting routing;

    public ExplainRoute(ExplainRouting routing) {
        this.routing = routing;
    }

    /// `GET /v1/router/explain?model=X[&team_id=…][&tags=a,b][&user_agent=…]`
    public void explain(Exchange exchange, Actor actor, String part) {
        String model = exchange.query("model");
        if (model.isEmpty()) {
            throw RequestRefused.with(
                    ErrorBody.badRequest("model", "Missing required query parameter: 'model'."));
        }
        List<String> tags =
                Stream.of(exchange.query("tags").split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toList();
        Explanation found =
                routing.explain(
                                new Question(
                                        model,
                                        exchange.query("team_id"),
                                        tags,
                                        exchange.query("user_agent")))
                        .orElseThrow(() -> unknown(model));
        JsonAnswer.send(exchange, 200, json -> explanation(json, found));
    }

    private static RequestRefused unknown(String model) {
        String shown = model.length() > SHOWN ? model.substring(0, SHOWN) + "…" : model;
        return RequestRefused.with(
                ErrorBody.of(
                        404,
                        "invalid_request_error",
                        "model",
                        "No deployment, alias, pattern or default answers to the model `"
                                + shown
                                + "`"));
    }

    private static void explanation(JsonGenerator json, Explanation it) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", it.asked());
        json.writeStringField("resolved_by", it.via().name().toLowerCase(Locale.ROOT));
        json.writeStringField("model_group", it.group());
        json.writeStringField("routing_strategy", strategy(it.rules().strategy()));
        json.writeStringField("at", it.at().toString());
        json.writeArrayFieldStart("levels");
        for (List<Known> level : it.levels()) {
            json.writeStartArray();
            for (Known known : level) {
                json.writeStartObject();
                known(json, known, it.at());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("excluded");
        for (LeftOut leftOut : it.leftOut()) {
            json.writeStartObject();
            json.writeStringField("reason", leftOut.reason().name().toLowerCase(Locale.ROOT));
            json.writeStringField("detail", leftOut.detail());
            known(json, leftOut.known(), it.at());
            json.writeEndObject();
        }
        json.writeEndArray();
        shortage(json, it.shortage());
        names(json, "fallbacks", it.fallbacks());
        names(json, "context_window_fallbacks", it.longPromptFallbacks());
        names(json, "content_policy_fallbacks", it.contentPolicyFallbacks());
        json.writeEndObject();
    }

    private static String strategy(RoutingStrategy strategy) {
        return switch (strategy) {
            case RoutingStrategy.SimpleShuffle() -> "simple-shuffle";
            case RoutingStrategy.LeastBusy() -> "least-busy";
            case RoutingStrategy.UsageBased() -> "usage-based-routing";
            case RoutingStrategy.LatencyBased(_, _) -> "latency-based-routing";
            case RoutingStrategy.CostBased() -> "cost-based-routing";
            case RoutingStrategy.RoundRobin() -> "round-robin";
        };
    }

    private static void known(JsonGenerator json, Known known, Instant at) throws IOException {
        Deployment deployment = known.candidate().deployment();
        DeploymentState state = known.state();
        json.writeStringField("id", deployment.id().value());
        json.writeStringField(
                "litellm_model", deployment.provider() + "/" + known.candidate().upstreamModel());
        if (deployment.limits().order() != Deployment.Limits.NO_ORDER) {
            json.writeNumberField("order", deployment.limits().order());
        }
        number(json, "weight", deployment.share().weight());
        number(json, "rpm", deployment.share().rpm());
        number(json, "tpm", deployment.share().tpm());
        names(json, "tags", deployment.tags().stream().sorted().toList());
        json.writeNumberField("share", known.share());
        json.writeNumberField("in_flight", state.inFlight());
        json.writeNumberField("requests_this_minute", state.requests());
        json.writeNumberField("tokens_this_minute", state.tokens());
        latency(json, "seconds_per_output_token", state.perToken());
        latency(json, "seconds_to_first_token", state.firstToken());
        if (state.coolingAt(at)) {
            json.writeNumberField(
                    "cooling_for_seconds",
                    Duration.between(at, state.coolingUntil()).toMillis() / 1000.0);
        }
        json.writeStringField("circuit", state.circuit().name().toLowerCase(Locale.ROOT));
        if (!state.health().at().equals(Instant.MIN)) {
            json.writeStringField("health", state.health().healthy() ? "healthy" : "unhealthy");
            json.writeStringField("health_checked_at", state.health().at().toString());
        }
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (value > 0) {
            json.writeNumberField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value > 0) {
            json.writeNumberField(name, value);
        }
    }

    private static void latency(JsonGenerator json, String name, Latency latency)
            throws IOException {
        if (!latency.at().equals(Instant.MIN)) {
            json.writeNumberField(name, latency.expected());
        }
    }

    private static void shortage(JsonGenerator json, Shortage shortage) throws IOException {
        switch (shortage) {
            case Shortage.None() -> {}
            case Shortage.NoTags() -> json.writeStringField("refused_by", "tags");
            case Shortage.PromptTooLong _ -> json.writeStringField("refused_by", "context_window");
            case Shortage.LimitsUsedUp(Duration wait) -> refused(json, "rate_limit", wait);
            case Shortage.NobodyNow(Duration wait) -> refused(json, "cooldown", wait);
        }
    }

    private static void refused(JsonGenerator json, String by, Duration wait) throws IOException {
        json.writeStringField("refused_by", by);
        json.writeNumberField("retry_after_seconds", wait.toMillis() / 1000.0);
    }

    private static void names(JsonGenerator json, String field, List<String> names)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }
}
