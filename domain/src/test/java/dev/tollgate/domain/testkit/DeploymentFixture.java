package dev.tollgate.domain.testkit;

import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.Deployment.Limits;
import dev.tollgate.domain.catalog.Deployment.Share;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Prices;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Builds deployments: `aDeployment("east").serving("chat").weighing(3).build()`.
public final class DeploymentFixture {
    private final String id;
    private String group = "chat";
    private String provider = "openai";
    private String model = "gpt-4o-mini";
    private Share share = Share.NONE;
    private int order = Limits.NO_ORDER;
    private int maxParallel;
    private Duration timeout = Duration.ZERO;
    private Duration streamTimeout = Duration.ZERO;
    private int numRetries = -1;
    private Duration cooldown = Limits.ROUTERS_COOLDOWN;
    private String team = "";
    private Set<String> accessGroups = Set.of();
    private ModelCard card = ModelCard.UNKNOWN;
    private Set<String> tags = Set.of();
    private List<Pattern> tagPatterns = List.of();

    private DeploymentFixture(String id) {
        this.id = id;
    }

    public static DeploymentFixture aDeployment(String id) {
        return new DeploymentFixture(id);
    }

    public DeploymentFixture serving(String newGroup) {
        group = newGroup;
        return this;
    }

    public DeploymentFixture by(String newProvider, String newModel) {
        provider = newProvider;
        model = newModel;
        return this;
    }

    public DeploymentFixture weighing(double weight) {
        share = new Share(weight, share.rpm(), share.tpm());
        return this;
    }

    public DeploymentFixture withRpm(long rpm) {
        share = new Share(share.weight(), rpm, share.tpm());
        return this;
    }

    public DeploymentFixture withTpm(long tpm) {
        share = new Share(share.weight(), share.rpm(), tpm);
        return this;
    }

    public DeploymentFixture tagged(String... its) {
        tags = Set.of(its);
        return this;
    }

    public DeploymentFixture forUserAgents(String... patterns) {
        tagPatterns = Stream.of(patterns).map(Pattern::compile).toList();
        return this;
    }

    public DeploymentFixture reading(int maxInputTokens) {
        card = card.withLimits(0, maxInputTokens, 0);
        return this;
    }

    /// Its model thinks before it speaks.
    public DeploymentFixture reasoning() {
        card =
                new ModelCard(
                        model,
                        provider,
                        "chat",
                        0,
                        0,
                        0,
                        Prices.UNKNOWN,
                        Set.of("reasoning"),
                        Set.of());
        return this;
    }

    public DeploymentFixture inOrder(int newOrder) {
        order = newOrder;
        return this;
    }

    public DeploymentFixture atOnce(int calls) {
        maxParallel = calls;
        return this;
    }

    public DeploymentFixture within(Duration newTimeout) {
        timeout = newTimeout;
        return this;
    }

    public DeploymentFixture streamingWithin(Duration newTimeout) {
        streamTimeout = newTimeout;
        return this;
    }

    public DeploymentFixture retrying(int times) {
        numRetries = times;
        return this;
    }

    public DeploymentFixture coolingFor(Duration length) {
        cooldown = length;
        return this;
    }

    /// @param input USD per million input tokens
    /// @param output USD per million output tokens
    public DeploymentFixture priced(String input, String output) {
        card =
                new ModelCard(
                        model,
                        provider,
                        "chat",
                        0,
                        0,
                        0,
                        new Prices(
                                Map.of(
                                        "input",
                                        new BigDecimal(input),
                                        "output",
                                        new BigDecimal(output))),
                        Set.of(),
                        Set.of());
        return this;
    }

    /// @param input USD per million tokens
    /// @param output USD per million tokens
    /// @param maxOutput tokens of its longest answer; 0: not known
    public DeploymentFixture priced(int input, int output, int maxOutput) {
        card =
                new ModelCard(
                        model,
                        provider,
                        "chat",
                        0,
                        maxOutput,
                        0,
                        new Prices(
                                Map.of(
                                        "input", BigDecimal.valueOf(input),
                                        "output", BigDecimal.valueOf(output))),
                        Set.of(),
                        Set.of());
        return this;
    }

    /// @param version what its prices are called
    public DeploymentFixture pricedBy(String version) {
        card = card.pricedBy(version);
        return this;
    }

    public DeploymentFixture ownOf(String itsTeam) {
        team = itsTeam;
        return this;
    }

    public DeploymentFixture among(String... groups) {
        accessGroups = Set.of(groups);
        return this;
    }

    public Deployment build() {
        return new Deployment(
                new DeploymentId(id),
                group,
                provider,
                model,
                "http://" + id,
                "",
                share,
                new Limits(order, maxParallel, timeout, streamTimeout, numRetries, cooldown),
                tags,
                tagPatterns,
                card,
                new Deployment.Entry(false, "", "", team, accessGroups, Fields.NONE, Fields.NONE));
    }
}
