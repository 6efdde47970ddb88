package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.persistence.journal.JournalSettings;
import dev.tollgate.adapters.persistence.postgres.BadDatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.transcripts.SqlTranscripts;
import dev.tollgate.application.setup.TranscriptRules;
import dev.tollgate.bootstrap.settings.StorageSettings.JournalFiles;
import dev.tollgate.bootstrap.settings.StorageSettings.Kind;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Reads where things are kept: from `general_settings`, `tollgate_settings` and the variables
/// `DATABASE_URL` or `DATABASE_HOST`, `DATABASE_USERNAME`, ….
final class StorageReader {
    private static final String URL = "database_url";
    private static final String URL_VARIABLE = "DATABASE_URL";
    private static final String POOL = "database_connection_pool_limit";
    private static final String SYNC = "journal_sync";
    private static final String TOTAL = "journal_mb";
    private static final String SEGMENT = "journal_segment_mb";
    private static final long MEGABYTE = TollgateSettings.MEGABYTE;
    private static final String STORAGE = "storage";
    private static final String RETENTION = "maximum_spend_logs_retention_period";
    private static final String LONGEST_TEXT_VARIABLE = "MAX_STRING_LENGTH_PROMPT_IN_DB";
    private static final String MODELS = "store_model_in_db";
    private static final String MODELS_VARIABLE = "STORE_MODEL_IN_DB";
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);
    private static final int LARGEST_POOL = 500;

    private final Section general;
    private final Section litellm;
    private final Section own;
    private final Environment environment;
    private final Problems problems;

    /// @param litellm `litellm_settings`, where prompts are kept out of logs
    StorageReader(
            Section general,
            Section litellm,
            Section own,
            Environment environment,
            Problems problems) {
        this.general = general;
        this.litellm = litellm;
        this.own = own;
        this.environment = environment;
        this.problems = problems;
    }

    StorageSettings read() {
        Kind kind = kind();
        Optional<DatabaseUrl> database = database();
        if (kind == Kind.POSTGRESQL && database.isEmpty()) {
            own.wrong(STORAGE, "is postgresql, but no database is named; set DATABASE_URL.");
        }
        return new StorageSettings(
                kind,
                database,
                kind != Kind.UNSAID || !general.text(URL).isBlank(),
                general.flag("allow_requests_on_db_unavailable", false),
                general.duration(RETENTION, SHORTEST_RETENTION, LONGEST_RETENTION, Duration.ZERO),
                transcripts(),
                longestText(),
                keepsModels(),
                journal());
    }

    private JournalFiles journal() {
        JournalFiles usual = JournalFiles.DEFAULT;
        long segment = own.whole(SEGMENT, 1, 1024, usual.segmentBytes() / MEGABYTE);
        long total = own.whole(TOTAL, 2, 1_048_576, usual.totalBytes() / MEGABYTE);
        if (total < 2 * segment) {
            own.wrong(
                    own.has(TOTAL) ? TOTAL : SEGMENT,
                    "the journal holds two segments at least, which are %d MB each."
                            .formatted(segment));
            segment = 1;
        }
        return new JournalFiles(sync(), (int) (segment * MEGABYTE), total * MEGABYTE);
    }

    private JournalSettings.Sync sync() {
        return switch (own.text(SYNC).strip()) {
            case "", "soon" -> JournalSettings.Sync.SOON;
            case "always" -> JournalSettings.Sync.ALWAYS;
            default -> {
                own.wrong(SYNC, "is one of soon, always.");
                yield JournalSettings.Sync.SOON;
            }
        };
    }

    private TranscriptRules transcripts() {
        boolean kept = general.flag("store_prompts_in_spend_logs", false);
        boolean hidden = litellm.flag("turn_off_message_logging", false);
        return new TranscriptRules(
                kept && !hidden, !litellm.flag("global_disable_no_log_param", false));
    }

    private int longestText() {
        String written = environment.filled(LONGEST_TEXT_VARIABLE).orElse("").strip();
        if (written.matches("[1-9][0-9]{1,6}")) {
            return Integer.parseInt(written);
        }
        if (!written.isEmpty()) {
            problems.warning(
                    LONGEST_TEXT_VARIABLE,
                    Place.NOWHERE,
                    "",
                    "is a number of characters from 10 to 9999999.",
                    "");
        }
        return SqlTranscripts.LONGEST_TEXT;
    }

    private boolean keepsModels() {
        boolean written = general.flag(MODELS, false);
        if (general.has(MODELS) && general.place(MODELS).equals(Place.STORED)) {
            return written;
        }
        return environment
                .filled(MODELS_VARIABLE)
                .flatMap(text -> YamlScalars.flag(text.strip()))
                .orElse(written);
    }

    private Kind kind() {
        return switch (own.text(STORAGE).strip()) {
            case "" -> Kind.UNSAID;
            case "memory" -> Kind.MEMORY;
            case "embedded", "sqlite" -> Kind.EMBEDDED;
            case "postgresql", "postgres" -> Kind.POSTGRESQL;
            default -> {
                own.wrong(STORAGE, "is one of memory, embedded, postgresql.");
                yield Kind.UNSAID;
            }
        };
    }

    private Optional<DatabaseUrl> database() {
        String written = general.text(URL).strip();
        if (!written.isEmpty()) {
            return parsed(written, general.path(URL), general.place(URL));
        }
        String url = environment.filled(URL_VARIABLE).orElse("").strip();
        return url.isEmpty() ? fromParts() : parsed(url, URL_VARIABLE, Place.NOWHERE);
    }

    /// The URL in parts, as some platforms hand it to a container.
    private Optional<DatabaseUrl> fromParts() {
        String host = environment.filled("DATABASE_HOST").orElse("").strip();
        String name = environment.filled("DATABASE_NAME").orElse("").strip();
        if (host.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        String port = environment.filled("DATABASE_PORT").map(it -> ":" + it.strip()).orElse("");
        String user =
                environment
                        .filled("DATABASE_USERNAME")
                        .or(() -> environment.filled("DATABASE_USER"))
                        .orElse("");
        String password = environment.filled("DATABASE_PASSWORD").orElse("");
        return parsed(
                "postgresql://%s:%s@%s%s/%s"
                        .formatted(encoded(user), encoded(password), host, port, encoded(name)),
                "DATABASE_HOST",
                Place.NOWHERE);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Optional<DatabaseUrl> parsed(String written, String path, Place place) {
        try {
            DatabaseUrl url = DatabaseUrl.parse(written);
            if (!url.ignored().isEmpty()) {
                problems.notice(
                        path,
                        place,
                        "",
                        "has parameters that mean nothing here: "
                                + String.join(", ", url.ignored())
                                + ".",
                        "");
            }
            long pool = general.whole(POOL, 1, LARGEST_POOL, url.poolSize());
            return Optional.of(url.withPoolSize((int) pool));
        } catch (BadDatabaseUrl e) {
            problems.error(path, place, "", e.getMessage() + ".", "");
            return Optional.empty();
        }
    }
}
