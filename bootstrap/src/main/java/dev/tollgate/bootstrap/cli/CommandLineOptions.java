package dev.tollgate.bootstrap.cli;

import dev.tollgate.bootstrap.logging.Logging;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the command line and the environment behind it ask for. Texts are empty and numbers zero
/// where nothing was asked, unless stated otherwise.
///
/// @param task what to do
/// @param config path of the configuration as given; empty means `./config.yaml` if there is one
/// @param host address to listen on
/// @param port port to listen on, 0 for any free one
/// @param model the one model of a gateway without a configuration
/// @param dataDirectory path of the data directory as given; empty means beside the configuration
/// @param logging how much is logged
/// @param jsonLogs whether the environment asks for one JSON object a line; the configuration may
///   ask as well
/// @param tls the listener's certificate
/// @param keepAliveSeconds how long an idle connection is kept
/// @param concurrencyLimit how many requests may run at once before others get 503
public record CommandLineOptions(
        Task task,
        String config,
        String host,
        int port,
        SingleModel model,
        String dataDirectory,
        Logging.Amount logging,
        boolean jsonLogs,
        Tls tls,
        int keepAliveSeconds,
        int concurrencyLimit) {

    private static final String DEFAULT_CONFIG = "config.yaml";
    private static final String DEFAULT_DATA_DIRECTORY = ".tollgate";

    public CommandLineOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 0 and 65535, not " + port);
        }
        if (keepAliveSeconds < 0 || concurrencyLimit < 0) {
            throw new IllegalArgumentException(
                    "keep-alive and concurrency must not be negative: %d, %d"
                            .formatted(keepAliveSeconds, concurrencyLimit));
        }
    }

    /// The configuration file to read; it may not exist.
    public Path configFile() {
        return Path.of(config.isEmpty() ? DEFAULT_CONFIG : config);
    }

    /// Where the gateway keeps what outlives it.
    public Path dataFolder() {
        if (!dataDirectory.isEmpty()) {
            return Path.of(dataDirectory);
        }
        return configFile().toAbsolutePath().resolveSibling(DEFAULT_DATA_DIRECTORY);
    }

    /// Where a made master key is kept when none is configured.
    public Path masterKeyFile() {
        return dataFolder().resolve("master_key");
    }

    /// What the process is to do.
    public enum Task {
        SERVE,
        VALIDATE_CONFIG,
        /// Create and migrate what the gateway needs, then end.
        SET_UP
    }

    /// The model that serves every request when no configuration lists any.
    ///
    /// @param name `provider/model`; empty if there is no such model
    /// @param alias the name callers see; empty means `name`
    /// @param parameters the rest as it would stand under `litellm_params`: texts, numbers,
    ///   booleans, and a map for `extra_headers`
    public record SingleModel(String name, String alias, Map<String, Object> parameters) {
        public static final SingleModel NONE = new SingleModel("", "", Map.of());

        public SingleModel {
            if (name.isEmpty() && !(alias.isEmpty() && parameters.isEmpty())) {
                throw new IllegalArgumentException(
                        "an alias or parameters without a model: %s, %s"
                                .formatted(alias, parameters.keySet()));
            }
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }

        public boolean given() {
            return !name.isEmpty();
        }

        /// Without the values: headers hold credentials.
        @Override
        public String toString() {
            return "SingleModel[" + name + ", " + alias + ", " + parameters.keySet() + "]";
        }
    }

    /// The listener's certificate. Either both files are named or neither.
    ///
    /// @param certificateFile PEM file with the certificate chain
    /// @param keyFile PEM file with its private key
    /// @param keyPassword password of the private key
    /// @param ciphers names of the cipher suites to allow, separated by colons or commas
    public record Tls(String certificateFile, String keyFile, String keyPassword, String ciphers) {
        public static final Tls NONE = new Tls("", "", "", "");

        public Tls {
            if (certificateFile.isEmpty() != keyFile.isEmpty()) {
                throw new IllegalArgumentException(
                        "TLS needs both --ssl_certfile_path and --ssl_keyfile_path");
            }
        }

        public boolean wanted() {
            return !certificateFile.isEmpty();
        }

        @Override
        public String toString() {
            return "Tls[" + certificateFile + "]";
        }
    }
}
