package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.journal.JournalSettings;
import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.application.setup.TranscriptRules;
import dev.tollgate.bootstrap.settings.StorageSettings.JournalFiles;
import dev.tollgate.bootstrap.settings.StorageSettings.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class StorageSettingsTest {
    private static StorageSettings read(String yaml) {
        return Configurations.read(yaml).storage();
    }

    @Test
    void without_a_database_things_are_kept_in_a_file() {
        assertThat(read("").used()).isEqualTo(Kind.EMBEDDED);
        assertThat(read("").named()).isFalse();
    }

    @Test
    void spend_logs_are_kept_for_ever_or_as_long_as_the_file_says() {
        String key = "general_settings: {maximum_spend_logs_retention_period: %s}\n";

        assertThat(read("").logsKept()).isZero();
        assertThat(read(key.formatted("30d")).logsKept()).isEqualTo(Duration.ofDays(30));
        assertThat(Configurations.read(key.formatted("1h")).report().errors())
                .singleElement()
                .asString()
                .contains("maximum_spend_logs_retention_period");
    }

    @Test
    void the_journal_is_as_safe_and_as_large_as_the_file_says() {
        assertThat(
                        read("tollgate_settings: {journal_sync: always, journal_mb: 64,"
                                        + " journal_segment_mb: 8}\n")
                                .journal())
                .isEqualTo(new JournalFiles(JournalSettings.Sync.ALWAYS, 8 << 20, 64L << 20));
        assertThat(read("").journal()).isEqualTo(JournalFiles.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "journal_sync: never",
                "journal_mb: 20",
                "journal_segment_mb: 600",
                "journal_mb: 1"
            })
    void a_journal_that_cannot_be_is_an_error(String line) {
        String key = line.substring(0, line.indexOf(':'));
        assertThat(Configurations.read("tollgate_settings: {" + line + "}\n").report().errors())
                .singleElement()
                .asString()
                .contains(key);
    }

    @Test
    void what_needs_a_restart_is_named() {
        CheckedSettings now = Configurations.read("");
        assertThat(now.needRestart(Configurations.read("tollgate_settings: {budget_wait: 2}\n")))
                .containsExactly("tollgate_settings.budget_wait");
        assertThat(
                        now.needRestart(
                                Configurations.read("tollgate_settings: {journal_sync: always}\n")))
                .containsExactly("tollgate_settings.journal_*");
        assertThat(now.needRestart(Configurations.read(""))).isEmpty();
    }

    @Test
    void prompts_are_kept_only_where_the_file_says_so() {
        String keep = "general_settings: {store_prompts_in_spend_logs: true}\n";
        assertThat(read("").transcripts()).isEqualTo(TranscriptRules.NOTHING);
        assertThat(read(keep).transcripts()).isEqualTo(new TranscriptRules(true, true));
        assertThat(
                        read(keep + "litellm_settings: {turn_off_message_logging: true}\n")
                                .transcripts()
                                .kept())
                .isFalse();
        assertThat(
                        read(keep + "litellm_settings: {global_disable_no_log_param: true}\n")
                                .transcripts())
                .isEqualTo(new TranscriptRules(true, false));
    }

    @Test
    void how_long_a_kept_text_may_be_is_said_by_a_variable() {
        Configurations given = Configurations.with("");
        assertThat(given.read().storage().longestText()).isEqualTo(20_000);
        assertThat(
                        Configurations.with("")
                                .variable("MAX_STRING_LENGTH_PROMPT_IN_DB", "1000")
                                .read()
                                .storage()
                                .longestText())
                .isEqualTo(1_000);
        assertThat(
                        Configurations.with("")
                                .variable("MAX_STRING_LENGTH_PROMPT_IN_DB", "many")
                                .read()
                                .storage()
                                .longestText())
                .isEqualTo(20_000);
    }

    @Test
    void the_file_names_the_database() {
        StorageSettings storage =
                Configurations.with("general_settings: {database_url: os.environ/MY_DATABASE}\n")
                        .variable("MY_DATABASE", "postgresql://ann:pw@db/litellm")
                        .variable("DATABASE_URL", "postgresql://else@where/x")
                        .read()
                        .storage();

        assertThat(storage.used()).isEqualTo(Kind.POSTGRESQL);
        assertThat(storage.named()).isTrue();
        assertThat(storage.database().map(DatabaseUrl::place)).contains("db:5432/litellm");
    }

    @Test
    void or_the_environment_does() {
        StorageSettings storage =
                Configurations.with("")
                        .variable("DATABASE_URL", "postgres://ann:pw@db/litellm")
                        .read()
                        .storage();

        assertThat(storage.used()).isEqualTo(Kind.POSTGRESQL);
        assertThat(storage.named()).as("a program's own database").isFalse();
    }

    @Test
    void or_the_environment_names_its_parts() {
        StorageSettings storage =
                Configurations.with("")
                        .variable("DATABASE_HOST", "db")
                        .variable("DATABASE_PORT", "6000")
                        .variable("DATABASE_USERNAME", "ann@corp")
                        .variable("DATABASE_PASSWORD", "p/w:@")
                        .variable("DATABASE_NAME", "litellm")
                        .read()
                        .storage();

        DatabaseUrl url = storage.database().orElseThrow();
        assertThat(url.place()).isEqualTo("db:6000/litellm");
        assertThat(url.user()).isEqualTo("ann@corp");
        assertThat(url.password().reveal()).isEqualTo("p/w:@");
    }

    @Test
    void a_wrong_url_prevents_the_start_and_is_told_without_its_password() {
        SettingsReport report =
                Configurations.with("general_settings: {database_url: \"mysql://a:canary@db/x\"}\n")
                        .read()
                        .report();

        assertThat(report.preventsStart()).isTrue();
        assertThat(report.errors())
                .singleElement()
                .satisfies(
                        problem ->
                                assertThat(problem.sentence())
                                        .contains("general_settings.database_url", "mysql", ":1")
                                        .doesNotContain("canary", "\n"));
    }

    @Test
    void parameters_that_mean_nothing_are_told() {
        SettingsReport report =
                Configurations.with("")
                        .variable("DATABASE_URL", "postgresql://a@db/x?pool_timeout=20")
                        .read()
                        .report();

        assertThat(report.errors())
                .noneMatch(problem -> problem.sentence().contains("DATABASE_URL"));
        assertThat(String.join("\n", report.lines())).contains("pool_timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "embedded", "postgresql"})
    void what_is_asked_for_is_used_whatever_the_environment_says(String kind) {
        StorageSettings storage =
                Configurations.with("tollgate_settings: {storage: " + kind + "}\n")
                        .variable("DATABASE_URL", "postgresql://a@db/x")
                        .read()
                        .storage();

        assertThat(storage.used().name()).isEqualToIgnoringCase(kind);
        assertThat(storage.named()).isTrue();
    }

    @Test
    void a_kind_that_is_none_and_a_database_that_is_not_named_prevent_the_start() {
        assertThat(Configurations.read("tollgate_settings: {storage: redis}\n").report().errors())
                .hasSize(1);
        assertThat(
                        Configurations.read("tollgate_settings: {storage: postgresql}\n")
                                .report()
                                .errors())
                .hasSize(1);
    }

    @Test
    void the_pool_is_bounded_by_the_setting_or_the_url() {
        String url = "postgresql://a@db/x?connection_limit=7";

        assertThat(read("general_settings: {database_url: \"" + url + "\"}\n").database())
                .map(DatabaseUrl::poolSize)
                .contains(7);
        assertThat(
                        read("general_settings: {database_url: \""
                                        + url
                                        + "\", database_connection_pool_limit: 20}\n")
                                .database())
                .map(DatabaseUrl::poolSize)
                .contains(20);
    }
}
