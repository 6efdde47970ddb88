package dev.tollgate.application.testkit;

import dev.tollgate.application.access.Parties;
import dev.tollgate.application.budget.EscrowRules;
import dev.tollgate.application.budget.LeaseBook;
import dev.tollgate.application.call.AnswerCalls;
import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.desk.AdmissionDesk;
import dev.tollgate.application.explain.ExplainByPlanning;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.ledger.Books;
import dev.tollgate.application.limit.RateBook;
import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.memory.InMemoryTranscripts;
import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.ExplainRouting;
import dev.tollgate.application.port.in.QuotePrices;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.port.out.PromptTokens;
import dev.tollgate.application.port.out.StreamContinuations;
import dev.tollgate.application.quote.QuoteByCatalogue;
import dev.tollgate.application.setup.CallTimes;
import dev.tollgate.application.setup.CurrentSetup;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.HealthRules;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.application.setup.ParallelLimits;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.application.setup.StreamRules;
import dev.tollgate.application.setup.TranscriptRules;
import dev.tollgate.application.transcript.Scribe;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelAlias;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.retry.RetryRules;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.testkit.DeploymentFixture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The application around a scripted provider, with time and chance in the test's hand. Waiting
/// moves the clock instead of the thread.
public final class TestGateway {
    private static final String INSTANCE = "test";

    public static final Secret MASTER_KEY = Secret.of("sk-test-master-key-0123456789");

    public final ScriptedProvider provider = new ScriptedProvider();
    public final RecordingJournal journal = new RecordingJournal();
    public final List<CallLog.Entry> log = new CopyOnWriteArrayList<>();
    public final List<Duration> waits = new CopyOnWriteArrayList<>();

    /// How the letters' prompts are counted; one token each unless the test says otherwise.
    public PromptTokens prompts = (_, _) -> 1;

    /// How often the stores of entities and accounts were asked.
    public final AtomicLong storeCalls = new AtomicLong();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    public final InMemoryEntities entities = new InMemoryEntities(_ -> Map.of());
    private final InMemoryBooks accounts = new InMemoryBooks(() -> now, seeded(1));
    public final LeaseBook leases =
            new LeaseBook(
                    INSTANCE,
                    counted(Accounts.class, new InMemoryAccounts(accounts)),
                    new EscrowRules(Duration.ZERO, 0),
                    () -> Duration.between(Instant.EPOCH, now).toNanos());
    public final AdmissionDesk desk =
            new AdmissionDesk(
                    journal,
                    leases,
                    new RateBook(() -> now),
                    new Parties(counted(Entities.class, entities)),
                    (model, letter) -> prompts.count(model, letter),
                    () -> now);
    public final Books books = new Books(journal, INSTANCE, () -> now, new Ids());
    public final InMemoryTranscripts transcripts = new InMemoryTranscripts();

    /// Brings what was said to [#transcripts] whenever it is run.
    public final Scribe scribe = new Scribe(transcripts, _ -> false);

    private final FleetMonitor fleet = new FleetMonitor(() -> now);
    private List<Deployment> deployments = List.of();
    private Map<String, ModelAlias> aliases = Map.of();
    private RoutingRules routing = RoutingRules.DEFAULT;
    private RetryRules retries = RetryRules.DEFAULT;
    private FallbackChains fallbacks = FallbackChains.NONE;
    private CooldownRules cooldowns = CooldownRules.DEFAULT;
    private Duration deadline = CallTimes.DEFAULT_DEADLINE;
    private ParallelLimits limits = ParallelLimits.NONE;
    private MoneyRules money = MoneyRules.DEFAULT;
    private StreamRules streams = StreamRules.DEFAULT;
    private StreamContinuations continuations = StreamContinuations.NONE;
    private HealthRules health = HealthRules.NONE;
    private TranscriptRules kept = TranscriptRules.NOTHING;
    private boolean alwaysStreamUsage;
    private RandomGenerator random = seeded(1);

    private <T> T counted(Class<T> port, T store) {
        InvocationHandler counting =
                (_, method, arguments) -> {
                    storeCalls.incrementAndGet();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                };
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, counting));
    }

    public static RandomGenerator seeded(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public TestGateway with(DeploymentFixture... fixtures) {
        deployments = List.of(fixtures).stream().map(DeploymentFixture::build).toList();
        return this;
    }

    public TestGateway withAliases(Map<String, ModelAlias> newAliases) {
        aliases = newAliases;
        return this;
    }

    public TestGateway withRouting(RoutingRules rules) {
        routing = rules;
        return this;
    }

    public TestGateway withRetries(int numRetries) {
        retries = RetryRules.ofRetries(numRetries);
        return this;
    }

    public TestGateway withFallbacks(FallbackChains chains) {
        fallbacks = chains;
        return this;
    }

    public TestGateway withCooldowns(CooldownRules rules) {
        cooldowns = rules;
        return this;
    }

    public TestGateway withDeadline(Duration newDeadline) {
        deadline = newDeadline;
        return this;
    }

    public TestGateway withLimits(ParallelLimits newLimits) {
        limits = newLimits;
        return this;
    }

    public TestGateway keeping(TranscriptRules rules) {
        kept = rules;
        return this;
    }

    public TestGateway withMoney(MoneyRules rules) {
        money = rules;
        return this;
    }

    public TestGateway withStreams(StreamRules rules) {
        streams = rules;
        return this;
    }

    public TestGateway continuing(StreamContinuations its) {
        continuations = its;
        return this;
    }

    public TestGateway withHealth(HealthRules rules) {
        health = rules;
        return this;
    }

    public TestGateway alwaysGivingStreamUsage() {
        alwaysStreamUsage = true;
        return this;
    }

    public TestGateway withSeed(long seed) {
        random = seeded(seed);
        return this;
    }

    public boolean cooling(String deployment) {
        return fleet.cooling(new DeploymentId(deployment));
    }

    /// What the fleet knows of this deployment.
    public DeploymentState state(String deployment) {
        return deployments.stream()
                .filter(each -> each.id().value().equals(deployment))
                .map(each -> fleet.look(List.of(new Candidate(each, each.model()))).of(0))
                .findFirst()
                .orElseThrow();
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }

    public GatewaySetup setup() {
        return new GatewaySetup(
                new ModelCatalog(deployments, aliases, _ -> ""),
                new RouterRules(
                        routing,
                        retries,
                        fallbacks,
                        cooldowns,
                        new CallTimes(
                                CallTimes.DEFAULT_TIMEOUT,
                                Duration.ZERO,
                                CallTimes.DEFAULT_CONNECT,
                                Duration.ZERO,
                                deadline),
                        streams),
                limits,
                money,
                MASTER_KEY,
                "",
                alwaysStreamUsage,
                health,
                provider,
                kept,
                continuations);
    }

    public static ModelCall aCall(String model, boolean streaming, CallOverrides overrides) {
        byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new ModelCall(
                "call-1",
                Caller.MASTER,
                model,
                streaming,
                false,
                overrides,
                HeaderLines.NONE,
                new Letter(Dialect.OPENAI_CHAT, body, List.of()));
    }

    public RecordingCaller asks(String model) {
        return asks(aCall(model, false, CallOverrides.NONE), new RecordingCaller());
    }

    public RecordingCaller streams(String model) {
        return asks(aCall(model, true, CallOverrides.NONE), new RecordingCaller());
    }

    public RecordingCaller asks(ModelCall call, RecordingCaller caller) {
        return asks(call, caller, new Cancellation());
    }

    public RecordingCaller asks(ModelCall call, RecordingCaller caller, Cancellation cancellation) {
        calls().call(call, caller, cancellation);
        return caller;
    }

    public ExplainRouting explaining() {
        return new ExplainByPlanning(this::setup, fleet, desk, () -> random);
    }

    /// @param cards what the catalogue knows beside the deployments
    public QuotePrices quoting(ModelCards cards) {
        return new QuoteByCatalogue(this::setup, cards, () -> now);
    }

    /// The application as it is set up now.
    public CallModel calls() {
        Surroundings surroundings =
                new Surroundings(
                        log::add,
                        new NoCards(),
                        (wait, _) -> {
                            waits.add(wait);
                            passes(wait);
                        },
                        () -> Duration.between(Instant.EPOCH, now).toNanos(),
                        () -> random);
        return new AnswerCalls(
                new CurrentSetup(setup(), () -> {}),
                desk,
                books,
                fleet,
                prompts,
                scribe,
                surroundings);
    }

    private static final class NoCards implements ModelCards {
        @Override
        public ModelCard find(String provider, String model) {
            return ModelCard.UNKNOWN;
        }

        @Override
        public List<String> modelsOf(String provider) {
            return List.of();
        }

        @Override
        public String providerOf(String model) {
            return "";
        }
    }
}
