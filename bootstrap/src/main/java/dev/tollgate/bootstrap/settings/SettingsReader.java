package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.manage.ManagementRules;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.entity.Fields;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads a configuration and checks all of it. Never throws because of what the files hold: see
/// [CheckedSettings#report].
public final class SettingsReader {
    private static final List<String> READ_FROM_ENVIRONMENT =
            List.of(
                    "DEFAULT_MAX_RETRIES",
                    "REQUEST_TIMEOUT",
                    "ROUTER_MAX_FALLBACKS",
                    "DEFAULT_ALLOWED_FAILS",
                    "DEFAULT_COOLDOWN_TIME_SECONDS",
                    "LITELLM_DROP_PARAMS",
                    "LITELLM_MODIFY_PARAMS",
                    "JSON_LOGS",
                    "SSL_VERIFY");

    private final Environment process;
    private final ConfigFiles files;
    private final Path workingDirectory;
    private final KnownProviders providers;
    private final ModelCards cards;
    private final KnownKeys known = KnownKeys.load();

    /// @param process the process's environment variables
    /// @param workingDirectory where `.env` is looked for
    public SettingsReader(
            Environment process,
            ConfigFiles files,
            Path workingDirectory,
            KnownProviders providers,
            ModelCards cards) {
        this.process = process;
        this.files = files;
        this.workingDirectory = workingDirectory;
        this.providers = providers;
        this.cards = cards;
    }

    /// Reads `config.yaml` and what it includes.
    public CheckedSettings read(Path main) {
        Problems problems = new Problems();
        ConfigSources sources = new ConfigSources(files, problems);
        Raw.Mapping file =
                sources.load(main)
                        .orElseGet(() -> Raw.Mapping.empty(new Place(main.toString(), 0)));
        List<Path> read = new ArrayList<>(sources.read());
        if (readsDotEnv()) {
            read.add(dotEnvFile());
        }
        return check(file, "", read, problems);
    }

    /// The set-up that the command line alone describes.
    public CheckedSettings read(CommandLineModel model) {
        return check(model.asFile(), model.name(), List.of(), new Problems());
    }

    /// Every provider that can be reached with what the environment says, as `provider/*`.
    public CheckedSettings readEveryProvider() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String prefix : providers.prefixes()) {
            String all = prefix + "/*";
            entries.add(Map.of("model_name", all, "litellm_params", Map.of("model", all)));
        }
        Raw.Mapping file = RawValues.modelList(new Place("provider directory", 0), entries);
        return check(file, "", List.of(), new Problems());
    }

    private CheckedSettings check(
            Raw.Mapping written, String forcedModel, List<Path> read, Problems problems) {
        Environment base = readsDotEnv() ? Environment.of(dotEnv()).with(process) : process;
        return check(written, base, StoredConfiguration.NOTHING, problems.all(), forcedModel, read);
    }

    /// @param base the variables of the process and of `.env`
    /// @param ofFiles problems with the files as such
    private CheckedSettings check(
            Raw.Mapping written,
            Environment base,
            StoredConfiguration stored,
            List<Problem> ofFiles,
            String forcedModel,
            List<Path> read) {
        Problems problems = Problems.after(ofFiles);
        Raw.Mapping overlaid = StoredSections.over(written, stored, base);
        Environment environment = environment(overlaid, base, problems);
        EnvironmentReferences references = new EnvironmentReferences(environment);
        Raw.Mapping file = references.resolve(overlaid);
        problems.keepSecrets(file);
        ReadingContext context = new ReadingContext(known, problems, environment, providers, cards);
        return new Checker(context, file, new StoredEntries(context, references, stored))
                .check(
                        forcedModel,
                        read,
                        other -> check(written, base, other, ofFiles, forcedModel, read));
    }

    /// What `environment_variables` sets, over the other variables.
    private static Environment environment(Raw.Mapping file, Environment base, Problems problems) {
        Map<String, String> overlay = new LinkedHashMap<>();
        if (file.fields().get("environment_variables") instanceof Raw.Field field
                && field.value() instanceof Raw.Mapping mapping) {
            EnvironmentReferences references = new EnvironmentReferences(base);
            mapping.fields()
                    .forEach(
                            (name, value) -> {
                                if (references.resolve(value.value()) instanceof Scalar scalar) {
                                    if (!scalar.absent()) {
                                        overlay.put(name, scalar.text());
                                    }
                                } else {
                                    problems.error(
                                            "environment_variables." + name,
                                            value.place(),
                                            value.value().kind(),
                                            "must be a text.",
                                            "");
                                }
                            });
        }
        return base.with(overlay);
    }

    private boolean readsDotEnv() {
        return !process.get("LITELLM_MODE").orElse("").equalsIgnoreCase("PRODUCTION");
    }

    private Path dotEnvFile() {
        return workingDirectory.resolve(".env");
    }

    private Map<String, String> dotEnv() {
        try {
            byte[] content = files.read(dotEnvFile());
            return DotEnv.parse(new String(content, StandardCharsets.UTF_8), process);
        } catch (IOException noneThere) {
            return Map.of();
        }
    }

    /// One pass over a resolved file.
    private record Checker(ReadingContext context, Raw.Mapping file, StoredEntries stored) {
        CheckedSettings check(
                String forcedModel,
                List<Path> read,
                Function<StoredConfiguration, CheckedSettings> overlaying) {
            stored.reportUnreadable();
            Section top = section("file", "", file);
            top.reportKeys();
            Section general = part(top, "general_settings");
            Section litellm = part(top, "litellm_settings");
            Section router = part(top, "router_settings");
            Section own = part(top, "tollgate_settings");
            reportUnsetVariables(top);
            Section environment = fromEnvironment();
            LitellmSettings litellmSettings =
                    new LitellmReader(litellm, router, environment).read();
            Map<String, Raw.Mapping> credentials = credentials(top);
            Map<String, Fields> ofFiles = new LinkedHashMap<>();
            credentials.forEach((name, values) -> ofFiles.put(name, RawFields.plain(values)));
            stored.addCredentials(credentials);
            ModelEntries entries =
                    new ModelEntries(
                            context,
                            credentials,
                            router.section("default_litellm_params", "litellm_params")
                                    .map(Section::map)
                                    .orElse(Raw.Mapping.empty(file.place())),
                            new ModelEntry.Defaults(
                                    litellmSettings,
                                    (int)
                                            router.whole(
                                                    "default_max_parallel_requests",
                                                    0,
                                                    1_000_000,
                                                    0)),
                            stored.grouping());
            entries.read(top);
            StorageSettings storage =
                    new StorageReader(
                                    general,
                                    litellm,
                                    own,
                                    context.environment(),
                                    context.problems())
                            .read();
            if (storage.keepsModels()) {
                entries.readStored(stored.models());
            }
            ModelNames names = new ModelNames(context, entries.groups(), entries.deployments());
            var aliases = names.readAliases(router);
            GeneralSettings generalSettings =
                    new GeneralReader(general, litellm, context.environment(), context.problems())
                            .read(names);
            TollgateSettings ownSettings = new OwnReader(own).read();
            RouterRules rules =
                    new RouterReader(new Homes(router, litellm, general, own, environment))
                            .read(
                                    names,
                                    new Chains(context, names),
                                    generalSettings.healthChecks(),
                                    ownSettings.connectTimeout());
            noteEmptiness(top, entries);
            String completionModel = generalSettings.completionModel();
            ManagementRules management =
                    new ManagementReader(litellm, context.environment()).read();
            return new CheckedSettings(
                    entries.deployments(),
                    ofFiles,
                    StoredSections.shown(file),
                    aliases,
                    rules,
                    generalSettings,
                    litellmSettings,
                    ownSettings,
                    storage,
                    management,
                    new TokenReader(general, context).read(),
                    new MoneyReader(general, litellm, router, own, context.providers())
                            .read(management.zone(), entries.deployments()),
                    completionModel.isEmpty() ? forcedModel : completionModel,
                    context.environment(),
                    read,
                    new SettingsReport(
                            entries.states(),
                            context.problems().all(),
                            context.problems().allNotUsedYet()),
                    overlaying);
        }

        private Section section(String name, String path, Raw.Mapping mapping) {
            return new Section(context.known(), context.problems(), name, path, mapping);
        }

        private Section part(Section top, String name) {
            Section part =
                    top.section(name, name)
                            .orElseGet(() -> section(name, name, Raw.Mapping.empty(file.place())));
            part.reportKeys();
            return part;
        }

        private void reportUnsetVariables(Section top) {
            top.section("environment_variables", "environment_variables")
                    .ifPresent(
                            variables ->
                                    variables.fields().keySet().forEach(variables::reportUnset));
        }

        private Section fromEnvironment() {
            Map<String, Raw.Field> fields = new LinkedHashMap<>();
            for (String name : READ_FROM_ENVIRONMENT) {
                context.environment()
                        .filled(name)
                        .ifPresent(
                                value ->
                                        fields.put(
                                                name,
                                                new Raw.Field(
                                                        Place.NOWHERE,
                                                        Scalar.text(Place.NOWHERE, value))));
            }
            return section("file", "", new Raw.Mapping(Place.NOWHERE, fields));
        }

        private Map<String, Raw.Mapping> credentials(Section top) {
            Map<String, Raw.Mapping> credentials = new LinkedHashMap<>();
            for (Section entry : top.sections("credential_list", "credential_list")) {
                entry.reportKeys();
                String name = entry.text("credential_name").strip();
                Optional<Section> values = entry.section("credential_values", "litellm_params");
                if (name.isEmpty()) {
                    entry.wrong("credential_name", "the credential has no credential_name.");
                } else if (values.isEmpty()) {
                    entry.wrong("credential_values", "the credential has no credential_values.");
                } else if (credentials.putIfAbsent(name, values.get().map()) != null) {
                    entry.warn(
                            "credential_name",
                            "a credential of this name stands above, which is the one used.",
                            "");
                }
            }
            return credentials;
        }

        private void noteEmptiness(Section top, ModelEntries entries) {
            List<ModelState> states = new ArrayList<>(entries.states());
            if (states.isEmpty() && context.problems().errors() == 0) {
                context.problems()
                        .warning(
                                "model_list",
                                top.place("model_list"),
                                "",
                                "there is no model; every call will be refused.",
                                "Add an entry to model_list.");
            } else if (!states.isEmpty() && states.stream().noneMatch(ModelState::ready)) {
                context.problems()
                        .warning(
                                "model_list",
                                top.place("model_list"),
                                "",
                                "none of the models is ready; every call will be refused.",
                                "");
            }
        }
    }
}
