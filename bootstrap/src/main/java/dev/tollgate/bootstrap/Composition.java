package dev.tollgate.bootstrap;

import dev.tollgate.adapters.http.GatewayPorts;
import dev.tollgate.adapters.providers.Providers;
import dev.tollgate.adapters.providers.alerts.HttpAlerts;
import dev.tollgate.adapters.providers.catalogue.ModelCatalogue;
import dev.tollgate.adapters.providers.continuation.ChatContinuations;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.http.EngineOptions;
import dev.tollgate.adapters.providers.http.HttpModelProvider;
import dev.tollgate.adapters.providers.identity.IdentityProviders;
import dev.tollgate.adapters.providers.tokens.JtokkitTokenCounter;
import dev.tollgate.adapters.providers.tokens.LetterTokens;
import dev.tollgate.application.access.IdentifyCallers;
import dev.tollgate.application.access.Parties;
import dev.tollgate.application.access.TokenCallers;
import dev.tollgate.application.alert.BudgetWatch;
import dev.tollgate.application.call.AnswerCalls;
import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.desk.AdmissionDesk;
import dev.tollgate.application.explain.ExplainByPlanning;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.health.BackgroundChecks;
import dev.tollgate.application.health.CheckDeployments;
import dev.tollgate.application.health.FleetCooldowns;
import dev.tollgate.application.health.HealthResults;
import dev.tollgate.application.health.ProbeDeployments;
import dev.tollgate.application.health.RecallResults;
import dev.tollgate.application.manage.AccessGroups;
import dev.tollgate.application.manage.Chance;
import dev.tollgate.application.manage.Credentials;
import dev.tollgate.application.manage.Management;
import dev.tollgate.application.manage.ManagementRules;
import dev.tollgate.application.manage.StoredModels;
import dev.tollgate.application.manage.StoredSettings;
import dev.tollgate.application.models.DescribeConfiguredModels;
import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.CheckStorage;
import dev.tollgate.application.port.in.ReloadPrices;
import dev.tollgate.application.port.out.AlertSender;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.port.out.PromptTokens;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.application.quote.QuoteByCatalogue;
import dev.tollgate.application.setup.CurrentSetup;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.spend.BudgetStandings;
import dev.tollgate.application.spend.ReportFromRecords;
import dev.tollgate.application.store.StoreTrust;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.tokens.CountTokensLocally;
import dev.tollgate.bootstrap.cli.Version;
import dev.tollgate.bootstrap.requestlog.RequestLog;
import dev.tollgate.bootstrap.settings.AlertSettings;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.DeploymentSpec;
import dev.tollgate.bootstrap.settings.TokenSettings;
import dev.tollgate.bootstrap.storage.Storage;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.money.PriceUpdate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The one place where ports meet adapters: a gateway without a socket, made of checked settings.
public final class Composition implements AutoCloseable {
    private static final Logger REQUESTS = LoggerFactory.getLogger("dev.tollgate.requests");

    private final ModelCards cards;
    private final ProviderDirectory directory = ProviderDirectory.load();
    private final TokenCounter tokens = new JtokkitTokenCounter();
    private final InstantSource clock;
    private final IdentityProviders identityProviders;
    private final IdentifyCallers callers;
    private final Sharing sharing;
    private final Bookkeeping bookkeeping;
    private final Housekeeping housekeeping;
    private final AdmissionDesk desk;
    private final FleetMonitor fleet;
    private final HealthResults healthResults;
    private final ProbeDeployments probes;
    private final CurrentSetup setups;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<RandomGenerator> random;
    private final CallModel calls;
    private final Storage storage;
    private final Semaphore changed = new Semaphore(0);
    private final Cancellation closing = new Cancellation();
    private final Management management;
    private final LiveConfiguration configuration;
    private final ReadStored stored;
    private final StoredFollower follower;
    private volatile Secret masterKey;
    private volatile ManagementRules managementRules;
    private volatile TokenSettings tokenSettings;
    private volatile Duration logsKept;
    private volatile BudgetWatch.Senders senders;
    private volatile Duration knownKeyGrace;

    private Composition(
            CheckedSettings settings,
            Secret masterKey,
            ModelCards cards,
            InstantSource clock,
            Surroundings surroundings,
            Storage storage) {
        this.cards = cards;
        this.storage = storage;
        this.clock = clock;
        this.masterKey = masterKey;
        this.stored = new ReadStored(storage.entities(), new Sealing(storage.secrets()));
        this.configuration = new LiveConfiguration(settings, stored, this::take);
        this.follower = new StoredFollower(configuration);
        this.random = surroundings.random();
        this.sharing = new Sharing(storage, clock);
        this.fleet = new FleetMonitor(clock, sharing.cooldowns());
        this.logsKept = settings.storage().logsKept();
        this.senders = senders(settings);
        this.bookkeeping =
                new Bookkeeping(
                        storage.instance(),
                        storage.books().accounts(),
                        storage.entities(),
                        () -> senders,
                        storage.books().ledger(),
                        storage.books().retention(),
                        storage.books().transcripts(),
                        () -> logsKept,
                        settings.own().budgetWait(),
                        storage.journal(),
                        sharing.rates()::heard,
                        clock);
        this.bookkeeping.start();
        this.housekeeping = new Housekeeping(storage.books(), clock);
        this.housekeeping.start();
        this.sharing.start(fleet::leaveAlone);
        PromptTokens prompts = new LetterTokens(tokens);
        Parties parties = new Parties(storage.entities());
        storage.feed().listen(parties::changed);
        this.desk =
                new AdmissionDesk(
                        storage.journal(),
                        bookkeeping.leases(),
                        sharing.rates(),
                        parties,
                        prompts,
                        clock);
        this.healthResults = new HealthResults(fleet);
        this.probes =
                new ProbeDeployments(
                        desk, bookkeeping.books(), healthResults, clock, threads, closing);
        HttpModelProvider provider = open(settings);
        this.setups = new CurrentSetup(setup(settings, masterKey, provider), provider::close);
        this.managementRules = settings.management();
        this.management = management();
        this.knownKeyGrace = settings.own().knownKeyGrace();
        this.tokenSettings = settings.tokens();
        this.identityProviders = new IdentityProviders(() -> tokenSettings.trust(), clock, threads);
        this.identityProviders.prepare();
        this.callers = callers();
        storage.feed().listen(callers::changed);
        this.calls =
                new AnswerCalls(
                        setups,
                        desk,
                        bookkeeping.books(),
                        fleet,
                        prompts,
                        bookkeeping.scribe(),
                        surroundings);
        storage.feed().listen(follower::changed);
        threads.submit(follower);
    }

    private static BudgetWatch.Senders senders(CheckedSettings settings) {
        AlertSettings alerts = settings.general().alerts();
        List<AlertSender> all = new ArrayList<>();
        alerts.webhook().map(HttpAlerts::webhook).ifPresent(all::add);
        all.addAll(HttpAlerts.slack(alerts.slack()));
        return new BudgetWatch.Senders(all, settings.money().zone());
    }

    /// A gateway that keeps everything in memory.
    ///
    /// @param masterKey the key of the settings, or a made one where they name none
    public static Composition of(
            CheckedSettings settings,
            Secret masterKey,
            InstantSource clock,
            Surroundings surroundings) {
        Storage storage = Storage.inMemory(clock);
        storage.start();
        return of(settings, masterKey, clock, surroundings, storage);
    }

    /// @param masterKey the key of the settings, or a made one where they name none
    /// @param storage what was started already; closed with the gateway
    public static Composition of(
            CheckedSettings settings,
            Secret masterKey,
            InstantSource clock,
            Surroundings surroundings,
            Storage storage) {
        return new Composition(
                settings, masterKey, surroundings.cards(), clock, surroundings, storage);
    }

    /// A gateway for the program it runs in. It keeps no files, unless its settings name a place,
    /// and says nothing unless asked: its request log is for those who set its logger to `DEBUG`.
    /// Nobody has its master key.
    ///
    /// @param folder the data directory, if anything is to be kept in files
    public static Composition inProcess(CheckedSettings settings, ModelCards cards, Path folder) {
        Storage storage = Storage.inProcess(settings, folder, Machine.clock());
        storage.start();
        byte[] key = new byte[32];
        Machine.secureRandom().nextBytes(key);
        return of(
                settings,
                Secret.of("sk-" + HexFormat.of().formatHex(key)),
                Machine.clock(),
                new Surroundings(
                        new RequestLog(REQUESTS::debug),
                        cards,
                        Machine.pause(),
                        Machine.nanoTime(),
                        Machine.random()),
                storage);
    }

    /// A configuration that no gateway works by, to try deployments in: that of the file alone.
    public static RunningConfiguration fileOnly(CheckedSettings settings) {
        return new LiveConfiguration(settings, () -> StoredConfiguration.NOTHING, _ -> {});
    }

    /// The catalogue of models that comes with the gateway.
    public static ModelCatalogue catalogue() {
        return ModelCatalogue.bundled();
    }

    private Management management() {
        return Management.over(
                storage.entities(),
                storage.books().accounts(),
                clock,
                new Chance(Machine.secureRandom()),
                () -> managementRules,
                () -> setups.get().masterKey());
    }

    private IdentifyCallers callers() {
        StoreTrust trust = new StoreTrust(storage.feed()::silence, () -> knownKeyGrace);
        return new IdentifyCallers(
                setups,
                storage.entities(),
                trust,
                clock,
                new TokenCallers(
                        () -> tokenSettings.rules(),
                        identityProviders,
                        storage.entities(),
                        management.users(),
                        management.teams(),
                        management.keys(),
                        trust,
                        clock));
    }

    /// Calls that start from now on follow these settings, with what is kept laid over them;
    /// running ones keep theirs.
    public void reload(CheckedSettings settings, Secret masterKey) {
        this.masterKey = masterKey;
        configuration.takeFile(settings);
    }

    /// The settings in force: the file's, with what is kept laid over them.
    public CheckedSettings settings() {
        return configuration.inForce();
    }

    /// Waits until the gateway works by what is kept, for so long at most.
    ///
    /// @return whether it does
    public boolean awaitStored(Duration most) throws InterruptedException {
        return configuration.awaitFollowed(most);
    }

    private void take(CheckedSettings settings) {
        managementRules = settings.management();
        tokenSettings = settings.tokens();
        identityProviders.prepare();
        logsKept = settings.storage().logsKept();
        senders = senders(settings);
        knownKeyGrace = settings.own().knownKeyGrace();
        HttpModelProvider provider = open(settings);
        setups.replace(setup(settings, masterKey, provider), () -> threads.submit(provider::close));
        List<DeploymentId> kept =
                settings.deployments().stream().map(spec -> spec.deployment().id()).toList();
        fleet.keepOnly(kept);
        healthResults.keepOnly(kept);
        changed.release();
    }

    /// Checks deployments in the background from now on, where the settings in force want it.
    public void watchHealth() {
        threads.submit(
                new BackgroundChecks(
                        setups, probes, clock, Machine.random().get(), this::restUntilChanged));
    }

    /// @return false when the gateway closes
    private boolean restUntilChanged(Duration time) {
        try {
            if (changed.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                changed.drainPermits();
            }
            return !closing.cancelled();
        } catch (InterruptedException _) {
            return false;
        }
    }

    public CallModel calls() {
        return calls;
    }

    /// Everything a server asks of the gateway; its prices stay what they are.
    public GatewayPorts ports() {
        return ports(() -> new PriceUpdate.NoSource(cards.version()));
    }

    /// Everything a server asks of the gateway.
    public GatewayPorts ports(ReloadPrices prices) {
        return new GatewayPorts(
                callers,
                calls,
                new FleetCooldowns(setups, fleet),
                new DescribeConfiguredModels(setups, cards),
                new CheckDeployments(setups, probes, healthResults, clock),
                this::check,
                new RecallResults(setups, healthResults),
                new CountTokensLocally(tokens, this::upstreamModel),
                new ExplainByPlanning(setups, fleet, desk, random),
                new QuoteByCatalogue(setups, cards, clock),
                prices,
                management.actors(),
                management.keys(),
                management.users(),
                management.teams(),
                management.shared(),
                management.tokenKeys(),
                new StoredModels(
                        storage.entities(),
                        clock,
                        new Chance(Machine.secureRandom()),
                        stored,
                        configuration),
                new StoredSettings(storage.entities(), clock, stored, configuration, configuration),
                new Credentials(storage.entities(), clock, stored, configuration),
                new AccessGroups(
                        storage.entities(),
                        clock,
                        new Chance(Machine.secureRandom()),
                        stored,
                        configuration,
                        () -> setups.get().catalog()),
                new ReportFromRecords(
                        storage.books().records(),
                        storage.entities(),
                        storage.books().accounts(),
                        storage.books().transcripts(),
                        new BudgetStandings(
                                storage.books().accounts(), () -> setups.get().money(), clock)));
    }

    /// A gateway that has not read yet what is kept for it is not ready.
    private CheckStorage.Answer check() {
        CheckStorage.Answer answer = storage.check(() -> knownKeyGrace).check();
        boolean complete =
                answer.connection() == CheckStorage.Connection.NONE || configuration.followed();
        return new CheckStorage.Answer(answer.connection(), answer.ready() && complete);
    }

    /// Lets go of the providers' connections. Calls must have ended.
    @Override
    public void close() {
        closing.cancel(Cancellation.Cause.SHUTTING_DOWN);
        changed.release();
        follower.close();
        setups.close();
        threads.close();
        sharing.close();
        housekeeping.close();
        bookkeeping.close();
        storage.close();
    }

    /// As the caller's team means it, and by the aliases of their key.
    private String upstreamModel(Caller caller, String name) {
        GatewaySetup setup = setups.get();
        KeyHolder holder = caller.forModel(setup.asked(name)).holder();
        return setup.catalog()
                .resolve(holder.aliases().getOrDefault(name, name), holder.team())
                .map(found -> found.candidates().getFirst().upstreamModel())
                .orElse(name);
    }

    private static EngineOptions engine(CheckedSettings settings) {
        return EngineOptions.DEFAULTS
                .withVersion(Version.current())
                .withPoolSize(settings.own().connectionsPerDeployment());
    }

    private HttpModelProvider open(CheckedSettings settings) {
        return new Providers(directory, engine(settings), tokens)
                .open(settings.deployments().stream().map(DeploymentSpec::settings).toList());
    }

    private GatewaySetup setup(
            CheckedSettings settings, Secret masterKey, HttpModelProvider provider) {
        List<Deployment> deployments =
                settings.deployments().stream().map(DeploymentSpec::deployment).toList();
        return new GatewaySetup(
                new ModelCatalog(deployments, settings.aliases(), cards::providerOf),
                settings.router(),
                settings.general().parallel(),
                settings.money(),
                masterKey,
                settings.forcedModel(),
                settings.general().alwaysIncludeStreamUsage(),
                new ProbePlans(cards).of(settings),
                provider,
                settings.storage().transcripts(),
                new ChatContinuations(directory));
    }
}
