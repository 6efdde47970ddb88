package dev.tollgate.bootstrap.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.application.port.out.SpendRecords.EntryPage;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.bootstrap.storage.Storage;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `tollgate import` from a real PostgreSQL with LiteLLM's tables.
@ExtendWith(PostgresServer.class)
class ImportIT {
    private static final String ANAS = Migrant.hash("sk-ana-key-0000000001");

    @TempDir private Path folder;
    private Migrant migrant;

    @BeforeEach
    void fill(DatabaseUrl url) {
        migrant = new Migrant(url, folder);
        migrant.there("litellm.sql");
        migrant.there("rows.sql");
    }

    @Test
    void callers_keep_their_keys_and_what_limits_them() {
        int code = migrant.imports();

        assertThat(code).as(migrant.told()).isEqualTo(3);
        migrant.here(
                storage -> {
                    Entity key = migrant.one(storage, EntityKind.KEY, ANAS);
                    assertThat(key.createdBy()).isEqualTo("ana");
                    assertThat(key.index().name()).isEqualTo("ci");
                    assertThat(key.fields().texts("models")).containsExactly("fast");
                    assertThat(key.fields().text("expires")).isEqualTo("2099-01-01T00:00:00.500Z");
                    assertThat(key.fields().within("model_rpm_limit").number("fast")).isPresent();
                    assertThat(key.fields().within("metadata").text("cost_center"))
                            .isEqualTo("c-7");
                    assertThat(
                                    migrant.one(
                                                    storage,
                                                    EntityKind.RETIRED_KEY,
                                                    Migrant.hash("sk-old-key-00000000001"))
                                            .fields()
                                            .text("active_key"))
                            .isEqualTo(ANAS);
                    assertThat(
                                    migrant.one(
                                                    storage,
                                                    EntityKind.KEY,
                                                    Migrant.hash("sk-blocked-key-0000001"))
                                            .fields()
                                            .yes("blocked"))
                            .isTrue();
                    Entity team = migrant.one(storage, EntityKind.TEAM, "red");
                    assertThat(team.fields().text("team_member_budget_duration")).isEqualTo("30d");
                    assertThat(team.fields().within("model_aliases").text("quick"))
                            .isEqualTo("fast");
                    assertThat(migrant.one(storage, EntityKind.TEAM_MEMBER, "red/ana").index())
                            .extracting("role", "budget")
                            .containsExactly("admin", "");
                    assertThat(
                                    migrant.one(storage, EntityKind.TEAM_MEMBER, "red/bea")
                                            .index()
                                            .budget())
                            .isEqualTo("b-own");
                    assertThat(migrant.one(storage, EntityKind.CUSTOMER, "cus-2").fields())
                            .extracting(fields -> fields.yes("blocked"))
                            .isEqualTo(true);
                    assertThat(migrant.one(storage, EntityKind.USER, "ana").fields().names())
                            .doesNotContain("password");
                });
        assertThat(migrant.told())
                .contains("key odd was not taken: max_budget must be a non-negative")
                .contains("bea: taken without the name ana@example.org")
                .contains("1 left: logins of LiteLLM's own user interface")
                .contains("1 left: their grace period is over");
    }

    @Test
    void deployments_come_with_their_secrets_if_they_can_be_decrypted_and_could_serve() {
        int _ = migrant.imports();

        migrant.here(
                storage -> {
                    var stored =
                            new ReadStored(storage.entities(), new Sealing(storage.secrets()))
                                    .get();
                    assertThat(stored.of(EntityKind.MODEL))
                            .extracting(Part::id)
                            .containsExactly("m-1", "m-4");
                    assertThat(
                                    stored.of(EntityKind.CREDENTIAL)
                                            .getFirst()
                                            .fields()
                                            .within("credential_values")
                                            .text("api_key"))
                            .isEqualTo("sk-of-the-credential");
                    Fields params =
                            stored.of(EntityKind.MODEL)
                                    .getFirst()
                                    .fields()
                                    .within("litellm_params");
                    assertThat(params.text("model")).isEqualTo("openai/gpt-4o-mini");
                    assertThat(params.text("api_key")).isEqualTo("sk-of-the-provider");
                    assertThat(params.number("rpm")).isPresent();
                });
        assertThat(migrant.told())
                .contains("models: slow was not taken: its model cannot be decrypted")
                .contains("models: m-3 was not taken: ")
                .contains("nonsense")
                .doesNotContain("sk-of-the-provider");
    }

    @Test
    void access_groups_and_keys_that_stand_for_tokens_come_along() {
        int _ = migrant.imports();

        int _ = migrant.imports();

        migrant.here(
                storage -> {
                    Entity group = migrant.one(storage, EntityKind.ACCESS_GROUP, "g-1");
                    assertThat(group.index().name()).isEqualTo("drafts");
                    assertThat(group.fields().texts("model_names"))
                            .containsExactly("fast", "by-name");
                    Entity plain =
                            migrant.one(
                                    storage,
                                    EntityKind.KEY,
                                    Migrant.hash("sk-plain-key-000000001"));
                    assertThat(plain.fields().texts("access_group_ids")).containsExactly("g-1");
                    Entity mapping = migrant.one(storage, EntityKind.TOKEN_KEY, "j-1");
                    assertThat(mapping.fields().text("token")).isEqualTo(ANAS);
                    assertThat(mapping.fields().yes("is_active")).isTrue();
                    assertThat(mapping.createdBy()).isEqualTo("ana");
                });
        assertThat(migrant.told())
                .contains("access groups: slow was not taken: a model, or a group")
                .contains("jwt key mappings: j-2 was not taken: the key that stands")
                .containsPattern("access groups +· +· +1 +· +1")
                .containsPattern("jwt key mappings +· +· +1 +· +1");
    }

    @Test
    void what_was_spent_opens_the_accounts_and_counts_once_however_often_it_is_imported() {
        int _ = migrant.imports();
        assertSpend("2", "41.5");

        int code = migrant.imports();

        assertThat(code).isEqualTo(3);
        assertThat(migrant.told()).contains("Spend was added to 0 accounts.");
        assertSpend("2", "41.5");
    }

    private void assertSpend(String running, String ever) {
        migrant.here(
                storage -> {
                    Subject key = migrant.subject(storage, EntityKind.KEY, ANAS);
                    assertThat(migrant.spent(storage, key, "30d")).hasToString(running);
                    assertThat(migrant.spent(storage, key, "")).hasToString(ever);
                    Subject plain =
                            migrant.subject(
                                    storage,
                                    EntityKind.KEY,
                                    Migrant.hash("sk-plain-key-000000001"));
                    assertThat(migrant.spent(storage, plain, "")).hasToString("0.3");
                    assertThat(migrant.spent(storage, Subject.of(Scope.USER, "ana"), "30d"))
                            .hasToString("3.25");
                    Subject ana = Subject.of(Scope.TEAM_MEMBER, "red/ana");
                    assertThat(migrant.spent(storage, ana, "30d")).hasToString("1.5");
                    assertThat(migrant.spent(storage, ana, "")).hasToString("9");
                    Subject bea = Subject.of(Scope.TEAM_MEMBER, "red/bea");
                    assertThat(migrant.spent(storage, bea, "30d"))
                            .as("of a period that is over there")
                            .hasToString("0");
                    assertThat(migrant.spent(storage, bea, "")).hasToString("2");
                    assertThat(migrant.spent(storage, Subject.of(Scope.ORGANIZATION, "org-1"), ""))
                            .hasToString("12.5");
                    assertThat(migrant.spent(storage, Subject.GATEWAY, "30d")).hasToString("77");
                });
    }

    @Test
    void a_second_import_takes_what_is_new_and_leaves_what_was_changed_or_deleted_here() {
        int _ = migrant.imports();
        migrant.change(EntityKind.TEAM, "red", "max_budget", 99);
        migrant.delete(EntityKind.KEY, Migrant.hash("sk-blocked-key-0000001"));
        migrant.thereRun("UPDATE \"LiteLLM_TeamTable\" SET max_budget = 21, spend = 6");
        migrant.thereRun("UPDATE \"LiteLLM_TagTable\" SET description = 'changed'");

        int _ = migrant.imports();

        migrant.here(
                storage -> {
                    assertThat(
                                    migrant.one(storage, EntityKind.TEAM, "red")
                                            .fields()
                                            .number("max_budget"))
                            .hasValueSatisfying(max -> assertThat(max).isEqualByComparingTo("99"));
                    assertThat(migrant.spent(storage, Subject.of(Scope.TEAM, "red"), ""))
                            .hasToString("6");
                    assertThat(
                                    migrant.find(
                                            storage,
                                            EntityKind.KEY,
                                            Migrant.hash("sk-blocked-key-0000001")))
                            .isEmpty();
                    assertThat(
                                    migrant.one(storage, EntityKind.TAG, "red")
                                            .fields()
                                            .text("description"))
                            .isEqualTo("changed");
                });
    }

    @Test
    void the_history_of_calls_is_told_in_reports_and_counted_in_no_account() {
        int _ = migrant.imports("--spend-logs");
        int _ = migrant.imports("--spend-logs");

        migrant.here(
                storage -> {
                    EntryPage page = migrant.entries(storage, ANAS);
                    List<LedgerEntry> calls = page.entries();
                    assertThat(calls).hasSize(2);
                    assertThat(calls.getLast().call().callerId()).isEqualTo("chatcmpl-1");
                    assertThat(calls.getLast().charged()).hasToString("0.5");
                    assertThat(calls.getLast().usage().cacheReadTokens()).isEqualTo(40);
                    assertThat(calls.getFirst().outcome().error()).isEqualTo("429");
                });
        assertSpend("2", "41.5");
    }

    @Test
    void a_dry_run_says_what_would_be_taken_and_takes_nothing() {
        int _ = migrant.imports("--dry-run");

        assertThat(migrant.told()).contains("a dry run, nothing is taken", "Nothing was taken.");
        migrant.here(
                storage -> {
                    Optional<Entity> key = migrant.find(storage, EntityKind.KEY, ANAS);
                    assertThat(key).isEmpty();
                    assertThat(migrant.spent(storage, Subject.of(Scope.TEAM, "red"), ""))
                            .hasToString("0");
                });
    }

    @Test
    void an_older_version_with_fewer_tables_and_columns_is_taken_as_far_as_it_goes(
            DatabaseUrl url) {
        migrant = new Migrant(url, folder);
        migrant.thereRun(
                "CREATE TABLE \"LiteLLM_VerificationToken\" (token text PRIMARY KEY, spend double"
                        + " precision, models text[], max_budget double precision)");
        migrant.thereRun(
                "INSERT INTO \"LiteLLM_VerificationToken\" VALUES ('%s', 1.5, '{}', 2)"
                        .formatted(ANAS));

        assertThat(migrant.imports()).as(migrant.told()).isZero();

        migrant.here(
                (Storage storage) -> {
                    Subject key = migrant.subject(storage, EntityKind.KEY, ANAS);
                    assertThat(migrant.spent(storage, key, "")).hasToString("1.5");
                });
    }

    @Test
    void postgresql_takes_over_from_a_database_that_it_is_in_itself(DatabaseUrl url) {
        migrant = new Migrant(url, folder).keepingIn(url);
        migrant.there("litellm.sql");
        migrant.there("rows.sql");

        assertThat(migrant.imports("--spend-logs")).as(migrant.told()).isEqualTo(3);
        assertThat(migrant.imports("--spend-logs")).as(migrant.told()).isEqualTo(3);

        assertSpend("2", "41.5");
    }

    @Test
    void a_gateway_on_litellms_database_tells_how_to_take_over_until_that_was_done(
            DatabaseUrl url) {
        migrant = new Migrant(url, folder).keepingIn(url);
        migrant.here(storage -> assertThat(migrant.hint(storage)).isEmpty());
        migrant.there("litellm.sql");
        migrant.there("rows.sql");
        migrant.here(
                storage ->
                        assertThat(migrant.hint(storage).orElseThrow())
                                .contains("tollgate import --from os.environ/DATABASE_URL"));

        int _ = migrant.imports();

        migrant.here(storage -> assertThat(migrant.hint(storage)).isEmpty());
    }

    @Test
    void where_there_is_nothing_to_take_over_it_says_so(DatabaseUrl url) {
        migrant = new Migrant(url, folder);

        assertThat(migrant.imports()).isEqualTo(1);
        assertThat(migrant.complaints()).contains("there are no tables of LiteLLM in the schema");
    }
}
