package dev.tollgate.adapters.providers;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Prices;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Builds deployments; what a test does not name has a harmless value.
public final class Deployments {
    private final DeploymentId id = new DeploymentId("dep-1");
    private String provider = "openai";
    private String model = "gpt-4o-mini";
    private String base = "http://upstream.test/v1";
    private Secret key = Secret.of("sk-upstream-secret");
    private String apiVersion = "";
    private Secret adToken = Secret.NONE;
    private final Map<String, Secret> headers = new HashMap<>();
    private final Map<String, String> defaults = new HashMap<>();
    private boolean dropParams;
    private List<String> dropPaths = List.of();
    private final Set<String> allowed = new HashSet<>();
    private boolean mergeReasoning;
    private String mock = "";
    private boolean verifyTls = true;
    private ModelCard card = ModelCard.UNKNOWN;

    public static Deployments of(String provider) {
        Deployments made = new Deployments();
        made.provider = provider;
        return made;
    }

    public Deployments model(String value) {
        model = value;
        return this;
    }

    public Deployments base(String value) {
        base = value;
        return this;
    }

    public Deployments key(String value) {
        key = Secret.of(value);
        return this;
    }

    public Deployments apiVersion(String value) {
        apiVersion = value;
        return this;
    }

    public Deployments adToken(String value) {
        adToken = Secret.of(value);
        return this;
    }

    public Deployments header(String name, String value) {
        headers.put(name, Secret.of(value));
        return this;
    }

    public Deployments byDefault(String name, String json) {
        defaults.put(name, json);
        return this;
    }

    public Deployments droppingParams() {
        dropParams = true;
        return this;
    }

    public Deployments dropping(String... paths) {
        dropPaths = List.of(paths);
        return this;
    }

    public Deployments allowing(String name) {
        allowed.add(name);
        return this;
    }

    public Deployments mergingReasoning() {
        mergeReasoning = true;
        return this;
    }

    public Deployments mocking(String text) {
        mock = text;
        return this;
    }

    public Deployments anyCertificate() {
        verifyTls = false;
        return this;
    }

    public Deployments mode(String mode) {
        card = new ModelCard(model, provider, mode, 0, 0, 0, Prices.UNKNOWN, Set.of(), Set.of());
        return this;
    }

    public Deployments capability(String name, boolean supported) {
        card = card.withCapability(name, supported);
        return this;
    }

    public DeploymentSettings settings() {
        return new DeploymentSettings(
                id,
                provider,
                model,
                base,
                key,
                apiVersion,
                "",
                adToken,
                headers,
                defaults,
                dropParams,
                dropPaths,
                allowed,
                mergeReasoning,
                mock,
                false,
                verifyTls,
                card,
                0);
    }

    public Candidate candidate() {
        return new Candidate(
                new Deployment(
                        id,
                        "group",
                        provider,
                        model,
                        base,
                        "",
                        Deployment.Share.NONE,
                        Deployment.Limits.NONE,
                        Set.of(),
                        List.of(),
                        card,
                        Deployment.Entry.NONE),
                model);
    }
}
