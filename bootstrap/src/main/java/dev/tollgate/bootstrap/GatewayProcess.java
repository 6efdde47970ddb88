package dev.tollgate.bootstrap;

import dev.tollgate.adapters.http.CannotListen;
import dev.tollgate.adapters.http.HttpServer;
import dev.tollgate.adapters.http.HttpSettings;
import dev.tollgate.adapters.http.TlsFiles;
import dev.tollgate.adapters.http.wire.Cors;
import dev.tollgate.adapters.http.wire.WireLimits;
import dev.tollgate.adapters.persistence.files.MasterKeyFile;
import dev.tollgate.adapters.providers.catalogue.LiveCatalogue;
import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.port.out.MasterKeys;
import dev.tollgate.bootstrap.cli.CommandLineOptions;
import dev.tollgate.bootstrap.cli.Terminal;
import dev.tollgate.bootstrap.cli.Version;
import dev.tollgate.bootstrap.logging.Logging;
import dev.tollgate.bootstrap.requestlog.RequestLog;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.ConfigWatcher;
import dev.tollgate.bootstrap.settings.StorageSettings;
import dev.tollgate.bootstrap.storage.Storage;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.bootstrap.system.Signals;
import dev.tollgate.bootstrap.takeover.ImportHint;
import dev.tollgate.domain.access.Secret;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Runs what the command line describes until it ends.
final class GatewayProcess {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProcess.class);
    private static final Logger REQUESTS = LoggerFactory.getLogger("dev.tollgate.requests");

    private static final Duration REACHED_AT_ONCE = Duration.ofSeconds(3);
    private static final Duration LONGEST_SET_UP = Duration.ofSeconds(30);

    private final CommandLineOptions options;
    private final Terminal terminal;
    private volatile CheckedSettings settings;
    private volatile Secret masterKey = Secret.NONE;
    private final Configuration configuration;
    private final LiveCatalogue cards;
    private final Surroundings surroundings;
    private final ReentrantLock taking = new ReentrantLock();

    private GatewayProcess(CommandLineOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.cards = PriceFile.catalogue(terminal.environment(), Machine.clock());
        this.configuration = new Configuration(options, terminal.environment(), cards);
        this.settings = configuration.read();
        this.surroundings =
                new Surroundings(
                        new RequestLog(REQUESTS::info),
                        cards,
                        Machine.pause(),
                        Machine.nanoTime(),
                        Machine.random());
    }

    /// @return the exit code of the process
    static int run(CommandLineOptions options, Terminal terminal) {
        Logging.configure(options.logging(), options.jsonLogs());
        return new GatewayProcess(options, terminal).run();
    }

    private int run() {
        Logging.configure(amount(), options.jsonLogs() || settings.litellm().jsonLogs());
        if (options.task() == CommandLineOptions.Task.VALIDATE_CONFIG) {
            settings.report().lines(terminal.interactive()).forEach(terminal.out()::println);
            return settings.report().hasErrors() ? 1 : 0;
        }
        if (settings.report().preventsStart()) {
            settings.report()
                    .errors()
                    .forEach(problem -> terminal.err().println("tollgate: " + problem.sentence()));
            return 1;
        }
        Storage storage = Storage.open(settings, dataFolder(), Machine.clock());
        storage.start();
        if (options.task() == CommandLineOptions.Task.SET_UP) {
            return setUp(storage);
        }
        masterKey = settings.general().masterKey();
        if (!masterKey.isEmpty()) {
            return serve(Optional.empty(), storage);
        }
        MasterKeys keys = new MasterKeyFile(dataFolder(), Machine.secureRandom());
        masterKey = keys.obtain();
        Optional<String> obstacle = MadeKey.obstacle(masterKey, settings.storage(), storage);
        if (obstacle.isPresent()) {
            storage.close();
            terminal.err().println("tollgate: " + obstacle.get());
            return 1;
        }
        return serve(Optional.of(keys), storage);
    }

    private int setUp(Storage storage) {
        try (storage) {
            if (storage.awaitReady(LONGEST_SET_UP)) {
                return 0;
            }
            terminal.err().println("tollgate: what is kept " + storage.place() + " is not there");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    /// Most starts find their database at once. Where it is away the gateway serves without it.
    private static boolean reached(Storage storage) {
        try {
            return storage.awaitReady(REACHED_AT_ONCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// So that who sees it ready sees what is kept of its models as well.
    private static boolean follows(Composition gateway) {
        try {
            return gateway.awaitStored(REACHED_AT_ONCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Logging.Amount amount() {
        return settings.litellm().verbose() && options.logging() == Logging.Amount.NORMAL
                ? Logging.Amount.DECISIONS
                : options.logging();
    }

    private Path dataFolder() {
        return settings.own().dataDir().isEmpty() || !options.dataDirectory().isEmpty()
                ? options.dataFolder()
                : Path.of(settings.own().dataDir());
    }

    private int serve(Optional<MasterKeys> made, Storage storage) {
        try (var gateway =
                Composition.of(settings, masterKey, Machine.clock(), surroundings, storage)) {
            HttpServer server =
                    HttpServer.start(
                            httpSettings(gateway),
                            gateway.ports(PriceFile.of(cards, () -> reprice(gateway))));
            Signals signals = Signals.catchThem();
            boolean _ = reached(storage) && follows(gateway);
            new Banner(terminal, gateway.settings(), masterKey, made, options.tls().wanted())
                    .print(options.host(), server.port(), storage.place());
            hint(storage);
            gateway.watchHealth();
            Thread watcher = watch(gateway, signals);
            Signals.Ending ending = signals.awaitEnd();
            watcher.interrupt();
            LOG.info("closing: readiness says no, {} calls still run", server.runningCalls());
            server.stop(delay(ending));
            return 0;
        } catch (CannotListen e) {
            terminal.err().println("tollgate: " + advice(e));
            return 1;
        }
    }

    /// Nobody waits for it.
    private void hint(Storage storage) {
        StorageSettings where = settings.storage();
        Thread.ofVirtual()
                .name("import-hint")
                .start(() -> ImportHint.of(where, storage.entities()).ifPresent(LOG::info));
    }

    /// Somebody who presses Ctrl-C has no load balancer to wait for.
    private Duration delay(Signals.Ending ending) {
        return switch (ending) {
            case INTERRUPT -> Duration.ZERO;
            case TERMINATE -> settings.own().shutdownDelay();
        };
    }

    private Thread watch(Composition gateway, Signals signals) {
        ConfigWatcher watcher = configuration.watching(settings);
        return Thread.ofVirtual()
                .name("config-watcher")
                .start(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                boolean asked = signals.awaitReload(ConfigWatcher.INTERVAL_MILLIS);
                                Optional<ConfigWatcher.Outcome> outcome = Optional.empty();
                                if (asked) {
                                    outcome = watcher.reload();
                                } else if (settings.own().reload()) {
                                    outcome = watcher.look();
                                }
                                outcome.ifPresent(o -> take(gateway, o));
                            }
                        });
    }

    /// Has the deployments that are in force priced by the catalogue of now.
    private void reprice(Composition gateway) {
        taking.lock();
        try {
            CheckedSettings same = configuration.read();
            if (same.report().preventsStart()) {
                LOG.error("new prices hold for wildcards only: the configuration cannot be read");
                return;
            }
            gateway.reload(same, masterKey);
            settings = same;
        } finally {
            taking.unlock();
        }
    }

    private void take(Composition gateway, ConfigWatcher.Outcome outcome) {
        taking.lock();
        try {
            takeAlone(gateway, outcome);
        } finally {
            taking.unlock();
        }
    }

    private void takeAlone(Composition gateway, ConfigWatcher.Outcome outcome) {
        switch (outcome) {
            case ConfigWatcher.Outcome.Kept(var why) -> {
                LOG.error("the changed configuration is not taken; the old one stays in force:");
                why.forEach(problem -> LOG.error("  {}", problem.sentence()));
            }
            case ConfigWatcher.Outcome.Taken(var newer, var needRestart) -> {
                if (!newer.general().masterKey().isEmpty()) {
                    masterKey = newer.general().masterKey();
                }
                gateway.reload(newer, masterKey);
                settings = newer;
                LOG.info("the changed configuration is in force");
                newer.report().lines().forEach(line -> LOG.info("  {}", line));
                if (!needRestart.isEmpty()) {
                    LOG.warn("changed, but read only at start: {}", String.join(", ", needRestart));
                }
            }
        }
    }

    private HttpSettings httpSettings(Composition gateway) {
        long inFlight = settings.own().bodiesInFlight();
        WireLimits limits =
                WireLimits.DEFAULT
                        .withBodies(
                                settings.own().bodyLimit(),
                                inFlight > 0 ? inFlight : WireLimits.DEFAULT.bodyBytesInFlight())
                        .withWriteTime(settings.own().slowReaderTimeout());
        return HttpSettings.on(options.host(), options.port(), Version.current())
                .withTls(new TlsFiles(options.tls().certificateFile(), options.tls().keyFile()))
                .withLimits(limits)
                .withGrace(settings.own().shutdownGrace())
                .withCors(cors())
                .withRootPath(terminal.variable("SERVER_ROOT_PATH").replaceAll("/+$", ""))
                .withHsts(Boolean.parseBoolean(terminal.variable("LITELLM_ENABLE_HSTS")))
                .withCallIds(Machine.callIds(Machine.clock()))
                .withLive(
                        () ->
                                new HttpSettings.Live(
                                        gateway.settings().general().keyHeaderName(),
                                        false,
                                        gateway.settings().general().allowMockTesting(),
                                        gateway.settings().general().forwarding(),
                                        true,
                                        gateway.settings().litellm().overBudgetStatus()));
    }

    private Cors cors() {
        String origins = terminal.variable("LITELLM_CORS_ORIGINS");
        Set<String> allowed =
                Arrays.stream(origins.split(","))
                        .map(String::strip)
                        .filter(origin -> !origin.isEmpty())
                        .collect(Collectors.toSet());
        return allowed.isEmpty()
                ? Cors.ALL
                : new Cors(
                        allowed,
                        Boolean.parseBoolean(terminal.variable("LITELLM_CORS_ALLOW_CREDENTIALS")));
    }

    private static String advice(CannotListen e) {
        return switch (e.obstacle()) {
            case PORT_BUSY ->
                    "port %d is taken by another process; stop that one or choose another with --port"
                            .formatted(e.port());
            case ADDRESS ->
                    "cannot listen on %s port %d: not an address of this machine, or not allowed; choose others with --host and --port"
                            .formatted(e.host(), e.port());
            case TLS ->
                    "%s; check --ssl_certfile_path and --ssl_keyfile_path (PEM files)"
                            .formatted(e.getMessage());
        };
    }
}
