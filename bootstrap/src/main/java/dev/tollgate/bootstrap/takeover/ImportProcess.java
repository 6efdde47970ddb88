package dev.tollgate.bootstrap.takeover;

import dev.tollgate.adapters.persistence.litellm.LitellmDatabase;
import dev.tollgate.adapters.persistence.postgres.BadDatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.application.port.in.TakeOver.Extent;
import dev.tollgate.application.port.in.TakeOver.Report;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.takeover.TakeOverFromLitellm;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.Configuration;
import dev.tollgate.bootstrap.cli.CommandLineOptions;
import dev.tollgate.bootstrap.cli.ImportOptions;
import dev.tollgate.bootstrap.cli.Terminal;
import dev.tollgate.bootstrap.logging.Logging;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.DeploymentSpec;
import dev.tollgate.bootstrap.settings.StorageSettings;
import dev.tollgate.bootstrap.storage.Storage;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.access.Secret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs `tollgate import` until it ends.
public final class ImportProcess {
    private static final String VARIABLE = "os.environ/";
    private static final Duration LONGEST_SET_UP = Duration.ofSeconds(30);
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int NOT_ALL = 3;

    private final ImportOptions options;
    private final Terminal terminal;

    private ImportProcess(ImportOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /// @return the exit code of the process
    public static int run(ImportOptions options, Terminal terminal) {
        Logging.configure(options.gateway().logging(), options.gateway().jsonLogs());
        return new ImportProcess(options, terminal).run();
    }

    private int run() {
        DatabaseUrl url;
        try {
            url = DatabaseUrl.parse(from());
        } catch (BadDatabaseUrl e) {
            complain("--from: " + e.getMessage());
            return MISUSED;
        }
        CheckedSettings settings = settings(terminal.environment());
        if (settings.report().preventsStart()) {
            settings.report().errors().forEach(problem -> complain(problem.sentence()));
            return FAILED;
        }
        if (settings.storage().used() == StorageSettings.Kind.MEMORY) {
            complain(
                    "tollgate_settings.storage is memory: what is taken over would be lost at"
                            + " once");
            return FAILED;
        }
        return run(url, settings);
    }

    private CheckedSettings settings(Map<String, String> environment) {
        return Configuration.reader(environment, Composition.catalogue())
                .read(options.gateway().configFile());
    }

    /// As they would be if models that are kept serve, whether they do or not.
    private CheckedSettings keepingModels() {
        Map<String, String> environment = new HashMap<>(terminal.environment());
        environment.put("STORE_MODEL_IN_DB", "True");
        return settings(environment);
    }

    private String from() {
        return options.from().startsWith(VARIABLE)
                ? terminal.variable(options.from().substring(VARIABLE.length()))
                : options.from();
    }

    private int run(DatabaseUrl url, CheckedSettings settings) {
        try (Storage storage = Storage.open(settings, folder(settings), Machine.clock())) {
            storage.start();
            if (!storage.awaitReady(LONGEST_SET_UP)) {
                complain("what is kept " + storage.place() + " is not there");
                return FAILED;
            }
            try (ForeignRecords there = LitellmDatabase.open(url, keys(settings))) {
                ImportTexts texts = new ImportTexts(terminal, options);
                texts.begin(there.place(), storage.place());
                Report report =
                        new TakeOverFromLitellm(
                                        there,
                                        storage.entities(),
                                        new ReadStored(
                                                storage.entities(), new Sealing(storage.secrets())),
                                        names(settings),
                                        Composition.fileOnly(keepingModels()),
                                        storage.books().ledger(),
                                        settings.management().zone(),
                                        Machine.clock(),
                                        Machine.secureRandom())
                                .takeOver(
                                        new Extent(options.spendLogs(), options.dryRun()),
                                        texts::progress);
                texts.end(report, settings.storage().keepsModels());
                return report.refusedAny() ? NOT_ALL : 0;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static Set<String> names(CheckedSettings settings) {
        return settings.deployments().stream()
                .map(DeploymentSpec::deployment)
                .flatMap(
                        each ->
                                Stream.concat(
                                        Stream.of(each.group()),
                                        each.entry().accessGroups().stream()))
                .collect(Collectors.toSet());
    }

    /// What LiteLLM may have encrypted secrets with.
    private static List<Secret> keys(CheckedSettings settings) {
        return List.of(
                Secret.of(settings.environment().get("LITELLM_SALT_KEY").orElse("").strip()),
                Secret.of(settings.environment().get("LITELLM_MASTER_KEY").orElse("").strip()),
                settings.general().masterKey());
    }

    private Path folder(CheckedSettings settings) {
        CommandLineOptions gateway = options.gateway();
        return settings.own().dataDir().isEmpty() || !gateway.dataDirectory().isEmpty()
                ? gateway.dataFolder()
                : Path.of(settings.own().dataDir());
    }

    private void complain(String sentence) {
        terminal.err().println("tollgate: " + sentence);
    }
}
