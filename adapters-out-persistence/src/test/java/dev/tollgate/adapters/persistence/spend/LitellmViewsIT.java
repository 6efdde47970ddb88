package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.persistence.entities.SqlEntities;
import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Dashboards that were written for LiteLLM's tables, on our views of the same names.
@ExtendWith(PostgresServer.class)
@TestInstance(Lifecycle.PER_CLASS)
class LitellmViewsIT {
    private Database database;

    @BeforeAll
    void fill(DatabaseUrl url) {
        database = new Database(new PostgresConnections(url));
        database.prepare();
        entity(
                EntityKind.KEY,
                "hash-1",
                new EntityIndex("ci-runner", "", "ana", "t1", "", "", ""),
                Map.of(
                        "tollgate_key_id",
                        "k1",
                        "key_name",
                        "sk-...abcd",
                        "models",
                        List.of("gpt-4o", "fast"),
                        "max_budget",
                        new BigDecimal("10"),
                        "expires",
                        "2027-01-01T00:00:00Z",
                        "blocked",
                        true,
                        "metadata",
                        Map.of("cost_center", "c-7")));
        entity(
                EntityKind.TEAM,
                "t1",
                new EntityIndex("", "search", "", "", "", "", ""),
                Map.of("team_id", "t1", "max_budget", new BigDecimal("4")));
        entity(
                EntityKind.TEAM_MEMBER,
                "t1/ana",
                new EntityIndex("", "", "ana", "t1", "", "", ""),
                Map.of("team_id", "t1", "user_id", "ana", "role", "admin"));
        entity(
                EntityKind.USER,
                "ana",
                new EntityIndex("ana@example.org", "Ana", "", "", "", "", "proxy_admin"),
                Map.of("user_id", "ana"));
        Payer payer = new Payer("k1", "hash-1", "ci-runner", "ana", "t1", "search", "", "bob");
        var failure = new Outcome(Status.FAILURE, "RATE_LIMIT 429", "too many");
        List<dev.tollgate.domain.ledger.LedgerEntry> entries =
                List.of(
                        anEntry().of(payer).tagged("ci", "night").costing("1").build(),
                        anEntry().of(payer).tagged("ci").costing("2").build(),
                        anEntry().of(payer).costing("0").ending(failure).build(),
                        anEntry()
                                .of("k2")
                                .startedAt(NOON.plusSeconds(86_400))
                                .costing("4")
                                .build());
        SpendBooks books = SpendBooks.in(database, new Random(1));
        assertThat(books.ledger().post(entries)).isEmpty();
    }

    private void entity(EntityKind kind, String id, EntityIndex index, Map<String, ?> fields) {
        Entity entity = new Entity(kind, id, 1, index, Fields.of(fields), NOON, "", NOON, "");
        assertThat(new SqlEntities(database).apply(List.of(new Change.Create(entity)))).isEmpty();
    }

    @AfterAll
    void close() {
        database.close();
    }

    /// Rows as texts, columns named `c1`, `c2`, … in the statement.
    private List<String> rows(int columns, String statement) {
        // A dashboard's role has the schema in its search path; here the names carry it.
        String qualified = statement.replaceAll("(FROM|JOIN|UPDATE) \"", "$1 tollgate.\"");
        return database.read(
                Database.PATIENTLY,
                sql ->
                        sql.query(
                                qualified,
                                List.of(),
                                row ->
                                        IntStream.rangeClosed(1, columns)
                                                .mapToObj(i -> row.text("c" + i))
                                                .collect(Collectors.joining(" "))));
    }

    @Test
    void spend_by_day() {
        String statement =
                """
                SELECT DATE("startTime") AS c1, SUM(spend)::float8 AS c2, COUNT(*) AS c3
                FROM "LiteLLM_SpendLogs"
                WHERE "startTime" BETWEEN '2026-03-01T00:00:00Z' AND '2026-03-31T00:00:00Z'
                GROUP BY 1 ORDER BY 1
                """;
        assertThat(rows(3, statement)).containsExactly("2026-03-04 3.0 3", "2026-03-05 4.0 1");
    }

    @Test
    void spend_by_key_alias_and_its_budget() {
        String statement =
                """
                SELECT v.key_alias AS c1, SUM(s.spend)::float8 AS c2, MAX(v.max_budget)::int AS c3,
                    v.spend::float8 AS c4, v.blocked AS c5, v.models AS c6, v.expires AS c7,
                    v.metadata ->> 'cost_center' AS c8
                FROM "LiteLLM_SpendLogs" s JOIN "LiteLLM_VerificationToken" v ON s.api_key = v.token
                GROUP BY 1, 4, 5, 6, 7, 8
                """;
        assertThat(rows(8, statement))
                .containsExactly(
                        "ci-runner 3.0 10 3.0 true {gpt-4o,fast} 2027-01-01 00:00:00.0 c-7");
    }

    @Test
    void requests_and_tokens_by_model_and_minute() {
        String statement =
                """
                SELECT date_trunc('minute', "startTime") AS c1, model AS c2,
                    SUM(total_tokens)::int AS c3, SUM(prompt_tokens)::int AS c4, COUNT(*) AS c5
                FROM "LiteLLM_SpendLogs" WHERE custom_llm_provider = 'openai' AND model_id = 'east'
                GROUP BY 1, 2 ORDER BY 1
                """;
        assertThat(rows(5, statement))
                .containsExactly(
                        "2026-03-04 12:00:00.0 gpt-4o 330 300 3",
                        "2026-03-05 12:00:00.0 gpt-4o 110 100 1");
    }

    @Test
    void failures_and_latency() {
        String errors =
                """
                SELECT metadata -> 'error_information' ->> 'error_code' AS c1, COUNT(*) AS c2
                FROM "LiteLLM_SpendLogs" WHERE status = 'failure' GROUP BY 1
                """;
        String latency =
                """
                SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY
                    EXTRACT(EPOCH FROM ("endTime" - "startTime"))) AS c1
                FROM "LiteLLM_SpendLogs"
                """;
        assertThat(rows(2, errors)).containsExactly("429 1");
        assertThat(rows(1, latency)).containsExactly("0.25");
    }

    @Test
    void spend_by_tag() {
        String logs =
                """
                SELECT jsonb_array_elements_text(request_tags) AS c1, SUM(spend)::float8 AS c2
                FROM "LiteLLM_SpendLogs" GROUP BY 1 ORDER BY 1
                """;
        String daily =
                """
                SELECT tag AS c1, SUM(spend)::float8 AS c2
                FROM "LiteLLM_DailyTagSpend" WHERE date >= '2026-03-01' GROUP BY 1 ORDER BY 1
                """;
        assertThat(rows(2, logs)).containsExactly("ci 3.0", "night 1.0");
        assertThat(rows(2, daily)).containsExactly("ci 3.0", "night 1.0");
    }

    @Test
    void teams_and_users_against_their_budgets() {
        String teams =
                """
                SELECT t.team_alias AS c1, SUM(d.spend)::float8 AS c2, SUM(d.api_requests)::int AS c3,
                    (100 * t.spend / NULLIF(t.max_budget, 0))::int AS c4, t.admins AS c5
                FROM "LiteLLM_DailyTeamSpend" d LEFT JOIN "LiteLLM_TeamTable" t ON d.team_id = t.team_id
                GROUP BY 1, 4, 5
                """;
        String users =
                """
                SELECT u.user_email AS c1, u.user_role AS c2, SUM(d.spend)::float8 AS c3,
                    SUM(d.failed_requests)::int AS c4, u.teams AS c5
                FROM "LiteLLM_DailyUserSpend" d JOIN "LiteLLM_UserTable" u ON d.user_id = u.user_id
                GROUP BY 1, 2, 5
                """;
        assertThat(rows(5, teams)).containsExactly("search 3.0 3 75 {ana}");
        assertThat(rows(5, users)).containsExactly("ana@example.org proxy_admin 3.0 1 {t1}");
    }

    @Test
    void every_view_can_be_read() {
        List<String> views =
                database.read(
                        Database.PATIENTLY,
                        sql ->
                                sql.query(
                                        "SELECT viewname FROM pg_views WHERE schemaname ="
                                                + " 'tollgate'",
                                        List.of(),
                                        row -> row.text("viewname")));
        assertThat(views)
                .contains(
                        "LiteLLM_BudgetTable",
                        "LiteLLM_DailyEndUserSpend",
                        "LiteLLM_DailyOrganizationSpend",
                        "LiteLLM_EndUserTable",
                        "LiteLLM_OrganizationTable",
                        "LiteLLM_TagTable",
                        "LiteLLM_TeamMembership",
                        "MonthlyGlobalSpend",
                        "Last30dKeysBySpend",
                        "Last30dModelsBySpend")
                .allSatisfy(
                        view ->
                                assertThat(
                                                rows(
                                                        1,
                                                        "SELECT COUNT(*) AS c1 FROM \"%s\""
                                                                .formatted(view)))
                                        .hasSize(1));
    }

    @Test
    void the_dearest_of_the_last_days_come_first() {
        for (String view : List.of("Last30dKeysBySpend", "Last30dModelsBySpend")) {
            String definition =
                    "SELECT right(pg_get_viewdef('tollgate.\"%s\"'::regclass), 60) AS c1"
                            .formatted(view);
            assertThat(rows(1, definition).getFirst()).contains("ORDER BY").contains("DESC");
        }
    }

    @Test
    void nothing_is_changed_through_a_view() {
        for (String view :
                List.of(
                        "LiteLLM_SpendLogs",
                        "LiteLLM_VerificationToken",
                        "LiteLLM_DailyUserSpend")) {
            assertThatThrownBy(
                            () ->
                                    database.write(
                                            Database.PATIENTLY,
                                            sql ->
                                                    sql.update(
                                                            "DELETE FROM tollgate.\"%s\""
                                                                    .formatted(view),
                                                            List.of())))
                    .rootCause()
                    .hasMessageContaining("cannot delete from view");
        }
    }
}
