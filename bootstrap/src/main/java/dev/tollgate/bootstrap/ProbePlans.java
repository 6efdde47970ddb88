package dev.tollgate.bootstrap;

import dev.tollgate.adapters.http.envelope.CallHeaders;
import dev.tollgate.adapters.http.envelope.Envelope;
import dev.tollgate.adapters.http.envelope.EnvelopeReader;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.setup.HealthRules;
import dev.tollgate.application.setup.ProbePlan;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.DeploymentSpec;
import dev.tollgate.bootstrap.settings.GeneralSettings;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Decides how each deployment is asked for a sign of life: with the smallest letter its model
/// answers. A deployment of a kind that cannot be asked yet has no plan.
final class ProbePlans {
    private static final Usage SMALL = Usage.of(10, 10);

    private final ModelCards cards;

    ProbePlans(ModelCards cards) {
        this.cards = cards;
    }

    HealthRules of(CheckedSettings settings) {
        Map<DeploymentId, ProbePlan> plans = new HashMap<>();
        for (DeploymentSpec spec : settings.deployments()) {
            plan(spec).ifPresent(plan -> plans.put(spec.deployment().id(), plan));
        }
        GeneralSettings.HealthChecks checks = settings.general().healthChecks();
        return new HealthRules(
                checks.background(),
                checks.interval(),
                checks.details(),
                checks.concurrency(),
                checks.ignoreTransient(),
                plans);
    }

    private Optional<ProbePlan> plan(DeploymentSpec spec) {
        DeploymentSpec.Probe probe = spec.probe();
        return model(spec)
                .flatMap(
                        model ->
                                letter(mode(spec.deployment(), model), probe.maxTokens())
                                        .map(
                                                letter ->
                                                        new ProbePlan(
                                                                model,
                                                                letter,
                                                                probe.timeout(),
                                                                probe.background())));
    }

    private Optional<String> model(DeploymentSpec spec) {
        Deployment deployment = spec.deployment();
        String named = spec.probe().model().strip();
        if (!named.isEmpty()) {
            String prefix = deployment.provider() + "/";
            return Optional.of(named.startsWith(prefix) ? named.substring(prefix.length()) : named);
        }
        return deployment.model().contains("*")
                ? cheapest(deployment.provider())
                : Optional.of(deployment.model());
    }

    /// The chat model of a provider for which a small call costs least.
    private Optional<String> cheapest(String provider) {
        return cards.modelsOf(provider).stream()
                .filter(model -> cards.find(provider, model).mode().equals("chat"))
                .filter(model -> price(provider, model).isPresent())
                .min(Comparator.comparing(model -> price(provider, model).orElseThrow()));
    }

    private Optional<Usd> price(String provider, String model) {
        return cards.find(provider, model).prices().cost(SMALL);
    }

    private String mode(Deployment deployment, String model) {
        ModelCard own = deployment.card();
        return own.known() ? own.mode() : cards.find(deployment.provider(), model).mode();
    }

    private static Optional<Letter> letter(String mode, int maxTokens) {
        return switch (mode) {
            case "", "chat", "responses" ->
                    letter(
                            Dialect.OPENAI_CHAT,
                            """
                            {"messages":[{"role":"user","content":"Hi"}],"max_tokens":%d}\
                            """
                                    .formatted(maxTokens));
            case "completion" ->
                    letter(
                            Dialect.OPENAI_COMPLETIONS,
                            """
                            {"prompt":"Hi","max_tokens":%d}\
                            """
                                    .formatted(maxTokens));
            case "embedding" ->
                    letter(
                            Dialect.OPENAI_EMBEDDINGS,
                            """
                            {"input":"Hi"}\
                            """);
            default -> Optional.empty();
        };
    }

    private static Optional<Letter> letter(Dialect dialect, String json) {
        Envelope envelope =
                new EnvelopeReader(false)
                        .read(
                                json.getBytes(StandardCharsets.UTF_8),
                                dialect,
                                "",
                                CallHeaders.NONE,
                                "health",
                                Caller.MASTER);
        return envelope instanceof Envelope.Read(var call)
                ? Optional.of(call.letter())
                : Optional.empty();
    }
}
