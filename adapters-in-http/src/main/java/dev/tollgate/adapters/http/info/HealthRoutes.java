package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.CheckHealth;
import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.application.port.in.CheckStorage;
import dev.tollgate.application.port.in.ListCooldowns;
import dev.tollgate.application.port.in.ListCooldowns.Cooldown;
import dev.tollgate.application.port.in.RecallHealth;
import dev.tollgate.domain.access.Caller;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Signs of life: of the process, of its readiness to serve, and of the deployments behind it.
public final class HealthRoutes {
    private static final int MOST = 20;

    private final CheckHealth health;
    private final CheckStorage storage;
    private final ListCooldowns cooldowns;
    private final RecallHealth history;
    private final BooleanSupplier ready;
    private final IntSupplier running;
    private final String version;

    public HealthRoutes(
            CheckHealth health,
            CheckStorage storage,
            ListCooldowns cooldowns,
            RecallHealth history,
            BooleanSupplier ready,
            IntSupplier running,
            String version) {
        this.health = health;
        this.storage = storage;
        this.cooldowns = cooldowns;
        this.history = history;
        this.ready = ready;
        this.running = running;
        this.version = version;
    }

    /// `GET /health/liveliness`: yes as long as the process answers at all, also while it drains.
    public void alive(Exchange exchange, Caller caller, String part) {
        JsonAnswer.send(exchange, 200, json -> json.writeString("I'm alive!"));
    }

    /// `GET /health/readiness`
    public void ready(Exchange exchange, Caller caller, String part) {
        Readiness readiness = readiness();
        JsonAnswer.send(
                exchange,
                readiness.yes() ? 200 : 503,
                json -> {
                    json.writeStartObject();
                    readiness.write(json);
                    json.writeEndObject();
                });
    }

    private Readiness readiness() {
        CheckStorage.Answer answer = storage.check();
        return new Readiness(ready.getAsBoolean() && answer.ready(), answer.connection());
    }

    private record Readiness(boolean yes, CheckStorage.Connection database) {
        private String status() {
            if (!yes) {
                return "unhealthy";
            }
            // Known keys are served from what is leased: load balancers go on, people look.
            return database == CheckStorage.Connection.DISCONNECTED ? "degraded" : "healthy";
        }

        void write(JsonGenerator json) throws IOException {
            json.writeStringField("status", status());
            json.writeStringField(
                    "db",
                    switch (database) {
                        case NONE -> "Not connected";
                        case CONNECTED -> "connected";
                        case DISCONNECTED -> "disconnected";
                    });
        }
    }

    /// `GET /health/readiness/details`: also who is left alone at the moment. That changes nothing
    /// about readiness: a restart would not heal a provider.
    public void details(Exchange exchange, Caller caller, String part) {
        Readiness readiness = readiness();
        JsonAnswer.send(
                exchange,
                readiness.yes() ? 200 : 503,
                json -> {
                    json.writeStartObject();
                    readiness.write(json);
                    json.writeNullField("cache");
                    json.writeStringField("litellm_version", version);
                    json.writeArrayFieldStart("success_callbacks");
                    json.writeEndArray();
                    json.writeNumberField("in_flight_requests", running.getAsInt());
                    cooling(json, cooldowns.cooldowns(caller));
                    json.writeEndObject();
                });
    }

    private static void cooling(JsonGenerator json, List<Cooldown> cooldowns) throws IOException {
        json.writeArrayFieldStart("cooling_deployments");
        for (Cooldown cooldown : cooldowns) {
            json.writeStartObject();
            json.writeStringField("model_name", cooldown.group());
            json.writeStringField("model_id", cooldown.deploymentId());
            json.writeNumberField("seconds_left", seconds(cooldown.left()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// Whole seconds, rounded up: who comes back then is not too early.
    private static long seconds(Duration left) {
        return left.plusNanos(999_999_999).toSeconds();
    }

    /// `GET /health/backlog`
    public void backlog(Exchange exchange, Caller caller, String part) {
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeNumberField("in_flight_requests", running.getAsInt());
                    json.writeNumberField("admitted_requests", running.getAsInt());
                    json.writeNumberField("queued_requests", 0);
                    json.writeNumberField("rejected_requests", 0);
                    json.writeEndObject();
                });
    }

    /// `GET /health`: asks the deployments themselves, or tells what background checks found.
    public void check(Exchange exchange, Caller caller, String part) {
        String byName = exchange.query("model");
        String model = byName.isEmpty() ? exchange.query("model_id") : byName;
        CheckHealth.Report report = health.check(caller, model);
        if (!model.isEmpty() && report.probes().isEmpty()) {
            throw RequestRefused.with(
                    ErrorBody.of(
                            404,
                            "invalid_request_error",
                            "model",
                            "No deployment that can be checked serves this model."));
        }
        List<Probe> good = report.probes().stream().filter(Probe::healthy).toList();
        List<Probe> bad = report.probes().stream().filter(it -> !it.healthy()).toList();
        JsonAnswer.send(
                exchange,
                model.isEmpty() || bad.isEmpty() ? 200 : 503,
                json -> {
                    json.writeStartObject();
                    probes(json, "healthy_endpoints", good, report.details());
                    probes(json, "unhealthy_endpoints", bad, report.details());
                    json.writeNumberField("healthy_count", good.size());
                    json.writeNumberField("unhealthy_count", bad.size());
                    json.writeEndObject();
                });
    }

    /// `GET /health/latest`: the last result of every deployment, by its id.
    public void latest(Exchange exchange, Caller caller, String part) {
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeObjectFieldStart("latest_health_checks");
                    for (Probe probe : history.recall(caller, 1)) {
                        json.writeFieldName(probe.deploymentId());
                        result(json, probe);
                    }
                    json.writeEndObject();
                    json.writeEndObject();
                });
    }

    /// `GET /health/history`: the last results of every deployment since the gateway started.
    public void history(Exchange exchange, Caller caller, String part) {
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("health_checks");
                    for (Probe probe : history.recall(caller, MOST)) {
                        result(json, probe);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void result(JsonGenerator json, Probe probe) throws IOException {
        json.writeStartObject();
        json.writeStringField("model_id", probe.deploymentId());
        json.writeStringField("model_name", probe.model());
        json.writeStringField("status", probe.healthy() ? "healthy" : "unhealthy");
        if (!probe.healthy()) {
            json.writeStringField("error_message", probe.error());
        }
        json.writeStringField("checked_at", probe.at().toString());
        json.writeEndObject();
    }

    private static void probes(JsonGenerator json, String name, List<Probe> probes, boolean details)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Probe probe : probes) {
            json.writeStartObject();
            if (details && !probe.apiBase().isEmpty()) {
                json.writeStringField("api_base", probe.apiBase());
            }
            json.writeStringField("model", probe.model());
            if (details) {
                json.writeStringField("model_id", probe.deploymentId());
                json.writeStringField("checked_at", probe.at().toString());
            }
            if (!probe.healthy()) {
                json.writeStringField("error", probe.error());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
