package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.manage.ManagementRules;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.catalog.ModelAlias;
import dev.tollgate.domain.entity.Fields;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// A configuration whose every value is valid, with what there is to say about the file it came
/// from.
///
/// @param deployments the usable ones, in file order; ids are unique
/// @param credentials the values of each credential that the files name, as far as they may be
///   shown
/// @param sections what the sections say, without secrets
/// @param aliases other names of model groups
/// @param storage where what outlives the gateway is kept
/// @param management what is said of keys and users made through the API
/// @param tokens whether and how tokens of identity providers are taken
/// @param money budgets of the gateway, its providers and deployments, and how budgets hold
/// @param forcedModel the model of every call: `completion_model`, else the command line's; empty:
///   the caller's
/// @param environment variables as the configuration sees them
/// @param files every file it came from, the main one first, also those that could not be read
/// @param overlaying reads the same files' content again, with what is kept laid over it
public record CheckedSettings(
        List<DeploymentSpec> deployments,
        Map<String, Fields> credentials,
        Map<String, Fields> sections,
        Map<String, ModelAlias> aliases,
        RouterRules router,
        GeneralSettings general,
        LitellmSettings litellm,
        TollgateSettings own,
        StorageSettings storage,
        ManagementRules management,
        TokenSettings tokens,
        MoneyRules money,
        String forcedModel,
        Environment environment,
        List<Path> files,
        SettingsReport report,
        Function<StoredConfiguration, CheckedSettings> overlaying) {
    public CheckedSettings {
        deployments = List.copyOf(deployments);
        credentials = Collections.unmodifiableMap(new LinkedHashMap<>(credentials));
        sections = Map.copyOf(sections);
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        files = List.copyOf(files);
    }

    /// Keys of a section that do something.
    public static Set<String> keysOf(String section) {
        return KnownKeys.load().used(section);
    }

    /// The same with what is kept laid over it.
    public CheckedSettings with(StoredConfiguration stored) {
        return overlaying.apply(stored);
    }

    /// Names of settings that differ and are read only at start.
    public List<String> needRestart(CheckedSettings newer) {
        List<String> names = new ArrayList<>();
        if (!storage.database().equals(newer.storage.database())) {
            names.add("general_settings.database_url");
        }
        if (storage.kind() != newer.storage.kind()) {
            names.add("tollgate_settings.storage");
        }
        if (!own.dataDir().equals(newer.own.dataDir())) {
            names.add("tollgate_settings.data_dir");
        }
        if (own.bodiesInFlight() != newer.own.bodiesInFlight()) {
            names.add("tollgate_settings.bodies_in_flight_mb");
        }
        if (!own.budgetWait().equals(newer.own.budgetWait())) {
            names.add("tollgate_settings.budget_wait");
        }
        if (!storage.journal().equals(newer.storage.journal())) {
            names.add("tollgate_settings.journal_*");
        }
        if (litellm.jsonLogs() != newer.litellm.jsonLogs()) {
            names.add("litellm_settings.json_logs");
        }
        return names;
    }
}
