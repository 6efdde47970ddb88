package dev.tollgate.bootstrap;

import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.bootstrap.cli.CommandLineOptions;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.CommandLineModel;
import dev.tollgate.bootstrap.settings.ConfigFiles;
import dev.tollgate.bootstrap.settings.ConfigWatcher;
import dev.tollgate.bootstrap.settings.DirectoryFacts;
import dev.tollgate.bootstrap.settings.Environment;
import dev.tollgate.bootstrap.settings.SettingsReader;

import java.nio.file.Path;
import java.util.Map;

/// Where this process's settings come from: a file, or a model named on the command line.
public final class Configuration {
    private final CommandLineOptions options;
    private final SettingsReader reader;

    Configuration(CommandLineOptions options, Map<String, String> environment, ModelCards cards) {
        this.options = options;
        this.reader = reader(environment, cards);
    }

    /// Reads settings from this machine's files, with these variables for the process's.
    public static SettingsReader reader(Map<String, String> environment, ModelCards cards) {
        return new SettingsReader(
                Environment.of(environment),
                ConfigFiles.onDisk(),
                Path.of(""),
                new DirectoryFacts(ProviderDirectory.load()),
                cards);
    }

    CheckedSettings read() {
        CommandLineOptions.SingleModel model = options.model();
        return model.given()
                ? reader.read(new CommandLineModel(model.name(), model.alias(), model.parameters()))
                : reader.read(options.configFile());
    }

    ConfigWatcher watching(CheckedSettings running) {
        return new ConfigWatcher(this::read, ConfigFiles.onDisk(), running);
    }
}
