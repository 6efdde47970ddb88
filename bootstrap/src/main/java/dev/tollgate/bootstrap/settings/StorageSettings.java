package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.persistence.journal.JournalSettings;
import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.transcripts.SqlTranscripts;
import dev.tollgate.application.setup.TranscriptRules;

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
/// @param transcripts which calls are kept word for word
/// @param longestText `MAX_STRING_LENGTH_PROMPT_IN_DB`: characters of a text that is kept whole
/// @param keepsModels whether deployments that were added while running are kept and served:
///   `STORE_MODEL_IN_DB`, else `store_model_in_db`
/// @param journal how the journal's files are kept
public record StorageSettings(
        Kind kind,
        Optional<DatabaseUrl> database,
        boolean named,
        boolean readyWithoutDatabase,
        Duration logsKept,
        TranscriptRules transcripts,
        int longestText,
        boolean keepsModels,
        JournalFiles journal) {
    public static final StorageSettings DEFAULT =
            new StorageSettings(
                    Kind.UNSAID,
                    Optional.empty(),
                    false,
                    false,
                    Duration.ZERO,
                    TranscriptRules.NOTHING,
                    SqlTranscripts.LONGEST_TEXT,
                    false,
                    JournalFiles.DEFAULT);

    /// The files that entries are kept in until they are in the ledger.
    ///
    /// @param sync `journal_sync`
    /// @param segmentBytes `journal_segment_mb`: size of a file
    /// @param totalBytes `journal_mb`: bound of all of them
    public record JournalFiles(JournalSettings.Sync sync, int segmentBytes, long totalBytes) {
        public static final JournalFiles DEFAULT =
                new JournalFiles(
                        JournalSettings.Sync.SOON,
                        JournalSettings.SEGMENT_BYTES,
                        JournalSettings.TOTAL_BYTES);
    }

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
