package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;

import java.time.Duration;
import java.util.Optional;

/// Where the gateway keeps what outlives it.
///
/// @param kind what was asked for
/// @param database the URL of `general_settings.database_url` or the environment, if there is one
/// @param named whether the configuration itself names the database or the kind, so that a program
///   with a gateway within means it
/// @param readyWithoutDatabase `allow_requests_on_db_unavailable`
/// @param logsKept `maximum_spend_logs_retention_period`; zero: for ever
/// @param keepsModels whether deployments that were added while running are kept and served:
///   `STORE_MODEL_IN_DB`, else `store_model_in_db`
public record StorageSettings(
        Kind kind,
        Optional<DatabaseUrl> database,
        boolean named,
        boolean readyWithoutDatabase,
        Duration logsKept,
        boolean keepsModels) {
    public static final StorageSettings DEFAULT =
            new StorageSettings(Kind.UNSAID, Optional.empty(), false, false, Duration.ZERO, false);

    /// `tollgate_settings.storage`.
    public enum Kind {
        /// PostgreSQL where a database is named, else embedded
        UNSAID,
        MEMORY,
        EMBEDDED,
        POSTGRESQL
    }

    /// What is used by a gateway of its own: never UNSAID.
    public Kind used() {
        if (kind != Kind.UNSAID) {
            return kind;
        }
        return database.isPresent() ? Kind.POSTGRESQL : Kind.EMBEDDED;
    }
}
