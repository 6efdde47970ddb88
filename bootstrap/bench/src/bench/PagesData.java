package bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Fills a database whose tables are there with a month of calls and those who made them: accounts
/// and figures of days are added up from the calls, as the gateway does when it posts them. A tenth
/// of the calls are of one busy key, all others of keys at random, which is the worst there is for
/// figures by key. Figures are in the order of their days, as they come about. Databases are told
/// apart by `postgres` alone.
final class PagesData {
    static final int CALLS = 1_000_000;
    static final int KEYS = 100_000;
    static final int USERS = 20_000;
    static final int TEAMS = 2_000;
    static final int ORGANIZATIONS = 50;
    static final int CUSTOMERS = 20_000;
    static final int TAGS = 300;
    static final int BUDGETS = 1_000;
    static final int ACCESS_GROUPS = 200;
    static final int TOKEN_KEYS = 1_000;
    static final int DAYS = 30;
    static final int DEPLOYMENTS = 40;

    /// What figures of days are.
    private static final String FIGURES =
            "spend, prompt_tokens, completion_tokens, cache_read_tokens, cache_write_tokens,"
                    + " successful, failed";

    private static final String SUMS =
            Stream.of(FIGURES.split(", "))
                    .map("sum(%s)"::formatted)
                    .collect(Collectors.joining(", "));

    private final Connection database;
    private final boolean postgres;
    private final Instant first;
    private final long micros;

    /// @param until when the last call was
    PagesData(Connection database, boolean postgres, Instant until) {
        this.database = database;
        this.postgres = postgres;
        this.first = firstDay(until).atStartOfDay(ZoneOffset.UTC).toInstant();
        this.micros = (until.toEpochMilli() - first.toEpochMilli()) * 1_000 / CALLS;
    }

    /// The day of the first call.
    static LocalDate firstDay(Instant until) {
        return LocalDate.ofInstant(until, ZoneOffset.UTC).minusDays(DAYS - 1);
    }

    void fill() throws SQLException {
        if (postgres) {
            run("SET work_mem = '256MB'");
        } else {
            run("PRAGMA cache_size = -262144");
        }
        database.setAutoCommit(false);
        entities();
        calls();
        days();
        accounts();
        database.commit();
        database.setAutoCommit(true);
        if (postgres) {
            // What the server's own housekeeping does soon after.
            run("VACUUM ANALYZE");
        } else {
            run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private void run(String statement) throws SQLException {
        try (Statement sql = database.createStatement()) {
            boolean _ = sql.execute(postgres ? statement : statement.replace("tollgate.", ""));
        }
    }

    // --- what the databases say differently ---

    private String numbers(int count) {
        return postgres
                ? "SELECT CAST(n AS bigint) AS n FROM generate_series(0, %d) n".formatted(count - 1)
                : "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < %d) SELECT n FROM c"
                        .formatted(count - 1);
    }

    private String hex(String number, int digits) {
        return postgres
                ? "lpad(to_hex(CAST(%s AS bigint)), %d, '0')".formatted(number, digits)
                : "printf('%%0%dx', %s)".formatted(digits, number);
    }

    /// A number that looks like chance, below 2^32.
    private static String scattered(String number, long by) {
        return "((%s) * %d %% 4294967291)".formatted(number, by);
    }

    private String uuid(String text) {
        return postgres ? "CAST(%s AS uuid)".formatted(text) : text;
    }

    private String json(String text) {
        return postgres ? "CAST(%s AS json)".formatted(text) : text;
    }

    private String yes(String condition) {
        return postgres
                ? "(%s)".formatted(condition)
                : "CASE WHEN %s THEN 1 ELSE 0 END".formatted(condition);
    }

    /// @param nanos nano-dollars
    private String usd(String nanos) {
        return postgres ? "(%s) * 0.000000001".formatted(nanos) : nanos;
    }

    /// @param its microseconds since 1970
    private String time(String its) {
        return postgres
                ? "TIMESTAMP 'epoch' + (%s) * INTERVAL '1 microsecond'".formatted(its)
                : its;
    }

    /// The day of a column of times.
    private String day(String column) {
        return postgres
                ? "CAST(%s AS date)".formatted(column)
                : "date(%s / 1000000, 'unixepoch')".formatted(column);
    }

    /// Seconds since 1970 at a day's beginning.
    private String seconds(String day) {
        return postgres
                ? "CAST(extract(epoch FROM %s) AS bigint)".formatted(day)
                : "unixepoch(%s)".formatted(day);
    }

    /// 32 hex digits that stand for a row, in no order.
    private String digest() {
        String row = "row_number() OVER ()";
        return hex(scattered(row, 2654435761L), 16) + " || " + hex(row, 16);
    }

    // --- who there is ---

    private static String keyHash(String number) {
        return "%s || '5e3b1c9a7d2f4e6081a3c5e7092b4d6f8a1c3e5f7092b4d6f8a1c3e5'".formatted(number);
    }

    private String hashOfKey(String k) {
        return keyHash(hex(scattered(k, 2654435761L), 8));
    }

    private void entities() throws SQLException {
        entity(
                "KEY",
                KEYS,
                hashOfKey("n"),
                "'alias-' || n",
                "''",
                "'user-' || (n % " + USERS + ")",
                "'team-' || (n % " + TEAMS + ")",
                "''",
                "''",
                "'id-' || n",
                """
                '{"key_alias":"alias-' || n || '","key_name":"sk-...' || n || '","tollgate_key_id":"id-' || n
                || '","user_id":"user-' || (n % 20000) || '","team_id":"team-' || (n % 2000)
                || '","models":["chat-1","chat-2","chat-3"],"max_budget":' || (n % 90 + 10)
                || CASE WHEN n % 3 = 0 THEN ',"budget_duration":"1d"' ELSE '' END
                || ',"rpm_limit":600,"tpm_limit":100000,"metadata":{"purpose":"what this key was made for",'
                || '"ticket":"OPS-' || n || '","contact":"somebody' || n || '@example.com"}}'
                """);
        entity(
                "USER",
                USERS,
                "'user-' || n",
                "'user-' || n || '@example.com'",
                "'User ' || n",
                "''",
                "''",
                "''",
                "'internal_user'",
                "'user-' || n",
                """
                '{"user_id":"user-' || n || '","user_email":"user-' || n || '@example.com","user_alias":"User ' || n
                || '","user_role":"internal_user","max_budget":' || (n % 900 + 100) || ',"models":[]}'
                """);
        entity(
                "TEAM",
                TEAMS,
                "'team-' || n",
                "''",
                "'Team ' || n",
                "''",
                "''",
                "'org-' || (n % " + ORGANIZATIONS + ")",
                "''",
                "'team-' || n",
                """
                '{"team_id":"team-' || n || '","team_alias":"Team ' || n || '","organization_id":"org-' || (n % 50)
                || '","max_budget":5000,"models":["chat-1","chat-2"],"metadata":{"cost_centre":"' || n || '"}}'
                """);
        entity(
                "TEAM_MEMBER",
                USERS,
                "'team-' || (n % 2000) || '/user-' || n",
                "''",
                "''",
                "'user-' || n",
                "'team-' || (n % " + TEAMS + ")",
                "''",
                "CASE WHEN n < 2000 THEN 'admin' ELSE 'user' END",
                "'team-' || (n % 2000) || '/user-' || n",
                """
                '{"team_id":"team-' || (n % 2000) || '","user_id":"user-' || n || '","user_email":"user-' || n
                || '@example.com","role":"' || CASE WHEN n < 2000 THEN 'admin' ELSE 'user' END || '"}'
                """);
        entity(
                "ORGANIZATION",
                ORGANIZATIONS,
                "'org-' || n",
                "''",
                "'Organisation ' || n",
                "''",
                "''",
                "''",
                "''",
                "'org-' || n",
                """
                '{"organization_id":"org-' || n || '","organization_alias":"Organisation ' || n || '","models":[]}'
                """);
        entity(
                "CUSTOMER",
                CUSTOMERS,
                "'customer-' || n",
                "''",
                "'Customer ' || n",
                "''",
                "''",
                "''",
                "''",
                "'customer-' || n",
                """
                '{"user_id":"customer-' || n || '","alias":"Customer ' || n || '"}'
                """);
        entity(
                "TAG",
                TAGS,
                "'tag-' || n",
                "''",
                "''",
                "''",
                "''",
                "''",
                "''",
                "'tag-' || n",
                """
                '{"name":"tag-' || n || '","description":"What is done for purpose ' || n || '"}'
                """);
        entity(
                "BUDGET",
                BUDGETS,
                "'budget-' || n",
                "''",
                "''",
                "''",
                "''",
                "''",
                "''",
                "''",
                """
                '{"budget_id":"budget-' || n || '","max_budget":100,"budget_duration":"1mo"}'
                """);
        entity(
                "ACCESS_GROUP",
                ACCESS_GROUPS,
                "'group-id-' || n",
                "'group-' || n",
                "''",
                "''",
                "''",
                "''",
                "''",
                "''",
                """
                '{"access_group":"group-' || n || '","description":"What team ' || n || ' may call",'
                || '"model_names":["chat-' || (n % 40) || '","chat-' || ((n + 7) % 40) || '"]}'
                """);
        entity(
                "TOKEN_KEY",
                TOKEN_KEYS,
                "'mapping-' || n",
                "'mapping-' || n",
                hashOfKey("n"),
                "''",
                "''",
                "''",
                "''",
                "''",
                """
                '{"jwt_issuer":"https://id.example.com","jwt_claim_name":"sub","jwt_claim_value":"somebody' || n
                || '","is_active":true}'
                """);
    }

    /// Objects of one kind, made one after the other before the first call.
    private void entity(
            String kind,
            int count,
            String id,
            String name,
            String label,
            String user,
            String team,
            String organization,
            String role,
            String subject,
            String fields)
            throws SQLException {
        String made =
                postgres
                        ? "timestamptz '2026-01-01 00:00:00Z' + n * INTERVAL '7 second'"
                        : "1767225600000000 + n * 7000000";
        List<String> index = List.of(name, label, user, team, organization, "''", role);
        String texts = String.join(", ", index);
        String folded =
                index.stream().map("lower(%s)"::formatted).collect(Collectors.joining(", "));
        run(
                """
                INSERT INTO tollgate.entity (kind, id, version, name, label, user_id, team_id, organization_id,
                    budget_id, role, name_folded, label_folded, user_id_folded, team_id_folded,
                    organization_id_folded, budget_id_folded, role_folded, scope, subject, max_budget, fields,
                    created_at, created_by, updated_at, updated_by)
                SELECT '%1$s', %2$s, 1, %3$s, %4$s, %5$s, %6$s,
                    CASE WHEN %6$s = '' THEN NULL ELSE (n %% 90 + 10) * 1000000000 END, %7$s,
                    %8$s, 'root', %8$s, 'root' FROM (%9$s) numbers
                """
                        .formatted(
                                kind,
                                id,
                                texts,
                                folded,
                                subject.equals("''") ? "''" : "'" + kind + "'",
                                subject,
                                json(fields),
                                made,
                                numbers(count)));
    }

    // --- what they called ---

    /// Of fifty attempts one fails and is followed by another, one call is refused, and one fails;
    /// a third of the calls has a tag, and four of five are on behalf of a customer.
    private void calls() throws SQLException {
        if (postgres) {
            for (int i = 0; i < DAYS + 1; i++) {
                run(
                        "SELECT tollgate.ledger_day(CAST('%s' AS date))"
                                .formatted(first.atZone(ZoneOffset.UTC).toLocalDate().plusDays(i)));
            }
        }
        long start = first.toEpochMilli() * 1_000;
        String numbered =
                """
                SELECT n, %s AS h, %s AS g, %d + n * %d AS its_time FROM (%s) numbers
                """
                        .formatted(
                                scattered("n + 1", 2654435761L),
                                scattered("n + 1", 2246822519L),
                                start,
                                micros,
                                numbers(CALLS));
        String facts =
                """
                SELECT n, h, g, its_time, CASE WHEN n %% 10 = 3 THEN 0 ELSE h %% 100000 END AS k, g %% 40 AS d,
                    CASE WHEN n %% 50 = 7 THEN 'REFUSED' WHEN n %% 50 IN (20, 33) THEN 'FAILURE' ELSE 'SUCCESS' END
                        AS its_status,
                    CASE WHEN n %% 50 = 20 THEN n + 1 ELSE n END AS its_call
                FROM (%s) numbered
                """
                        .formatted(numbered);
        String id = hex("its_time / 1000", 12) + " || '7' || " + hex("n % 4096", 3);
        String dashed =
                "substr(%1$s, 1, 8) || '-' || substr(%1$s, 9, 4) || '-' || substr(%1$s, 13, 4) ||"
                        + " '-8000-0000' || %2$s";
        run(
                """
                INSERT INTO tollgate.ledger (id, instance, call_id, caller_id, call_type, asked_group, session_id,
                    address, tags, streaming, attempt, is_last, key_id, key_hash, key_alias, user_id, team_id,
                    team_alias, organization_id, customer, deployment, model_group, provider, model, api_base,
                    response_id, started_at, duration_nanos, first_token_nanos, reported, input_tokens,
                    output_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens,
                    audio_input_tokens, audio_output_tokens, reasoning_tokens, estimated, terms, meters, cost,
                    list_cost, status, error, message, accounts, price_version)
                SELECT %1$s, '019a0000-0000-7000-8000-000000000001', %2$s, '', 'acompletion', 'chat-' || d,
                    CASE WHEN g %% 4 = 0 THEN 'session-' || (g / 4 %% 100000) ELSE '' END, '10.0.' || (h %% 256) || '.' || (g %% 256),
                    %3$s, %4$s, CASE WHEN its_status = 'REFUSED' THEN 0 WHEN n %% 50 = 21 THEN 2 ELSE 1 END, %5$s,
                    'id-' || k, %6$s, 'alias-' || k, 'user-' || (k %% 20000), 'team-' || (k %% 2000),
                    'Team ' || (k %% 2000), 'org-' || (k %% 50),
                    CASE WHEN g %% 5 = 0 THEN '' ELSE 'customer-' || (g / 5 %% 20000) END,
                    CASE WHEN its_status = 'REFUSED' THEN '' ELSE 'deployment-' || d END, 'chat-' || d,
                    CASE WHEN its_status = 'REFUSED' THEN '' ELSE 'provider-' || (d %% 6) END,
                    CASE WHEN its_status = 'REFUSED' THEN '' ELSE 'model-' || d END, 'https://api.example.com/v1',
                    CASE WHEN its_status = 'SUCCESS' THEN 'chatcmpl-' || %7$s || %8$s ELSE '' END, %9$s,
                    (100 + g %% 30000) * 1000000 + h %% 1000000, 0, %10$s,
                    CASE WHEN its_status = 'SUCCESS' THEN 50 + h %% 6000 ELSE 0 END,
                    CASE WHEN its_status = 'SUCCESS' THEN 10 + g %% 1500 ELSE 0 END,
                    CASE WHEN its_status = 'SUCCESS' AND n %% 5 = 0 THEN 1024 ELSE 0 END, 0, 0, 0, 0, 0, %11$s, '', '',
                    CASE WHEN its_status = 'SUCCESS' THEN %12$s WHEN its_status = 'FAILURE' THEN 0 END,
                    CASE WHEN its_status = 'SUCCESS' THEN %12$s WHEN its_status = 'FAILURE' THEN 0 END, its_status,
                    CASE its_status WHEN 'FAILURE' THEN '500' WHEN 'REFUSED' THEN '429' ELSE '' END,
                    CASE its_status WHEN 'FAILURE' THEN 'The provider answered with an error.' WHEN 'REFUSED'
                        THEN 'The limit of requests per minute is reached.' ELSE '' END,
                    CASE WHEN k %% 3 = 0 THEN '["KEY|id-' || k || '||1d|' || (its_time / 86400000000 * 86400) || '"]' ELSE '[]' END,
                    '2026-11-23'
                FROM (%13$s) facts
                """
                        .formatted(
                                uuid(dashed.formatted(id, hex("n", 8))),
                                uuid("'019a1000-0000-7000-8000-0000' || " + hex("its_call", 8)),
                                postgres
                                        ? "CASE WHEN g % 3 = 0 THEN jsonb_build_array('tag-' || (h"
                                                + " % 300)) ELSE '[]' END"
                                        : "CASE WHEN g % 3 = 0 THEN '[\"tag-' || (h % 300) || '\"]'"
                                                + " ELSE '[]' END",
                                yes("n % 2 = 0"),
                                yes("n % 50 <> 20"),
                                hashOfKey("k"),
                                hex("h", 8),
                                hex("n", 8),
                                time("its_time"),
                                yes("its_status = 'SUCCESS'"),
                                yes("n < 0"),
                                usd("1000 * (200 + h % 6000 + 4 * (g % 1500)) * (1 + d % 7)"),
                                facts));
    }

    // --- what follows from it ---

    private void days() throws SQLException {
        String one = "CASE WHEN is_last THEN 1 ELSE 0 END";
        String figures =
                """
                coalesce(cost, 0) AS spend, input_tokens AS prompt_tokens, output_tokens AS completion_tokens,
                cache_read_tokens, cache_write_tokens + cache_write_1h_tokens AS cache_write_tokens,
                CASE WHEN status = 'SUCCESS' THEN %1$s ELSE 0 END AS successful,
                CASE WHEN status = 'SUCCESS' THEN 0 ELSE %1$s END AS failed
                """
                        .formatted(one);
        String lines =
                "key_id, key_hash, user_id, team_id, organization_id, customer, deployment,"
                        + " its_model, model_group, provider, call_type";
        String entries =
                "SELECT %s AS day, %s AS tag, %s, %s FROM tollgate.ledger %s"
                        .formatted(
                                day("started_at"),
                                "%s",
                                lines.replace(
                                        "its_model",
                                        "CASE WHEN model = '' THEN model_group ELSE model END AS"
                                                + " its_model"),
                                figures,
                                "%s");
        String tagged =
                postgres
                        ? entries.formatted("tags ->> 0", "WHERE tags <> '[]'")
                        : entries.formatted("json_extract(tags, '$[0]')", "WHERE tags <> '[]'");
        for (String each : List.of(entries.formatted("''", ""), tagged)) {
            run(
                    """
                    INSERT INTO tollgate.daily (day, line, tag, key_id, key_hash, user_id, team_id, organization_id,
                        customer, deployment, model, model_group, provider, call_type, %1$s)
                    SELECT day, %2$s, tag, %3$s, %4$s FROM (%5$s) entries GROUP BY day, tag, %3$s
                    ORDER BY day
                    """
                            .formatted(FIGURES, tag(digest()), lines, SUMS, each));
        }
        run(
                """
                INSERT INTO tollgate.daily_total (day, line, model, model_group, provider, call_type, %1$s)
                SELECT day, %2$s, model, model_group, provider, call_type, %3$s FROM tollgate.daily
                WHERE tag = '' GROUP BY day, model, model_group, provider, call_type
                """
                        .formatted(FIGURES, digest(), SUMS));
        run(
                """
                INSERT INTO tollgate.daily_by_key (day, key_hash, line, user_id, team_id, organization_id, %1$s)
                SELECT day, key_hash, %2$s, user_id, team_id, organization_id, %3$s FROM tollgate.daily
                WHERE tag = '' GROUP BY day, key_hash, user_id, team_id, organization_id ORDER BY day
                """
                        .formatted(FIGURES, uuid(digest()), SUMS));
        run(
                """
                INSERT INTO tollgate.daily_failure (day, line, error, model_group, deployment, api_base, failures)
                SELECT day, %1$s, error, model_group, deployment, api_base, count(*) FROM (
                    SELECT %2$s AS day, l.* FROM tollgate.ledger l WHERE status <> 'SUCCESS') failed
                GROUP BY day, error, model_group, deployment, api_base
                """
                        .formatted(uuid(digest()), day("started_at")));
        subjects("USER", "user_id", "tag = ''");
        subjects("TEAM", "team_id", "tag = ''");
        subjects("ORGANIZATION", "organization_id", "tag = ''");
        subjects("CUSTOMER", "customer", "tag = ''");
        subjects("TAG", "tag", "tag <> ''");
        run(
                """
                INSERT INTO tollgate.daily_of_subject (scope, day, subject, %1$s)
                SELECT scope, day, subject, %2$s FROM tollgate.daily_by_subject GROUP BY scope, day, subject
                ORDER BY day
                """
                        .formatted(FIGURES, SUMS));
        run(
                """
                INSERT INTO tollgate.daily_by_subject (scope, day, subject, line, model, model_group, provider, call_type, %1$s)
                SELECT scope, day, '', %2$s, model, model_group, provider, call_type, %3$s
                FROM tollgate.daily_by_subject GROUP BY scope, day, model, model_group, provider, call_type
                """
                        .formatted(FIGURES, uuid(digest()), SUMS));
    }

    /// Lines with a tag must be told from those without.
    private static String tag(String digest) {
        return "CASE WHEN tag = '' THEN 'a' ELSE 'b' END || substr(%s, 2)".formatted(digest);
    }

    private void subjects(String scope, String column, String which) throws SQLException {
        run(
                """
                INSERT INTO tollgate.daily_by_subject (scope, day, subject, line, model, model_group, provider, call_type, %1$s)
                SELECT '%2$s', day, %3$s, %4$s, model, model_group, provider, call_type, %5$s FROM tollgate.daily
                WHERE %6$s AND %3$s <> '' GROUP BY day, %3$s, model, model_group, provider, call_type ORDER BY day
                """
                        .formatted(FIGURES, scope, column, uuid(digest()), SUMS, which));
    }

    /// What everybody ever spent, and what keys with a budget for each day spent on each.
    private void accounts() throws SQLException {
        ever("GLOBAL", "''", "tag = ''");
        ever("KEY", "key_id", "tag = ''");
        ever("USER", "user_id", "tag = ''");
        ever("TEAM", "team_id", "tag = ''");
        ever("TEAM_MEMBER", "team_id || '/' || user_id", "tag = ''");
        ever("ORGANIZATION", "organization_id", "tag = ''");
        ever("CUSTOMER", "customer", "tag = '' AND customer <> ''");
        ever("TAG", "tag", "tag <> ''");
        ever("PROVIDER", "provider", "tag = '' AND provider <> ''");
        ever("DEPLOYMENT", "deployment", "tag = '' AND deployment <> ''");
        String start = seconds("day");
        run(
                """
                INSERT INTO tollgate.account (name, scope, subject, model, period, period_start, settled)
                SELECT 'KEY|' || key_id || '||1d|' || %1$s, 'KEY', key_id, '', '1d', %2$s, sum(spend)
                FROM tollgate.daily WHERE tag = '' AND CAST(substr(key_id, 4) AS integer) %% 3 = 0
                GROUP BY key_id, day
                """
                        .formatted(start, time(start + " * 1000000")));
    }

    private void ever(String scope, String subject, String which) throws SQLException {
        run(
                """
                INSERT INTO tollgate.account (name, scope, subject, model, period, period_start, settled)
                SELECT '%1$s|' || %2$s || '|||0', '%1$s', %2$s, '', '', %3$s, sum(spend)
                FROM tollgate.daily WHERE %4$s %5$s
                """
                        .formatted(
                                scope,
                                "(" + subject + ")",
                                time("0"),
                                which,
                                scope.equals("GLOBAL") ? "" : "GROUP BY " + subject));
    }
}
