package bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Calls by virtual keys, with everything that is kept of them: budgets of the key, its user, its
/// team and the gateway, limits on requests and tokens, and the ledger in a PostgreSQL of its own.
final class Governed implements AutoCloseable {
    /// Budgets and limits that no run reaches: what is measured is keeping them.
    private static final String BUDGET = "\"max_budget\":1000000,\"budget_duration\":\"30d\"";

    private static final String LIMITS = "\"rpm_limit\":100000000,\"tpm_limit\":100000000000";
    private static final int SECONDS_TO_POST = 120;

    /// A kind of call.
    ///
    /// @param script what wrk sends
    /// @param database which one its gateway keeps its books in
    /// @param subject whom the ledger names as its key, by its digest; empty for the master key
    record Row(Target target, Path script, String database, String subject) {}

    /// @param requests that were answered
    /// @param gateway CPU µs per request, the posting of its ledger entry included
    /// @param database the same of PostgreSQL
    /// @param transactions of PostgreSQL per request
    record Cost(long requests, double gateway, double database, double transactions) {}

    private final EmbeddedPostgres postgres;
    private final Path data;
    private final List<Row> rows = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Row, Long> answered = new HashMap<>();
    private final Map<Row, Integer> runs = new HashMap<>();

    private Governed(Path data) throws IOException {
        this.data = data;
        this.postgres = EmbeddedPostgres.builder().setDataDirectory(data).start();
    }

    /// Starts PostgreSQL.
    static Governed in(Path work) throws IOException {
        return new Governed(work.resolve("postgres"));
    }

    /// A database of its own.
    ///
    /// @return its URL
    String database(String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return "postgresql://postgres:postgres@127.0.0.1:%d/%s".formatted(postgres.getPort(), name);
    }

    void add(Row row) {
        rows.add(row);
    }

    List<Row> rows() {
        return rows;
    }

    /// A key with budgets or limits, or both, and its subject in the ledger.
    record Key(String secret, String hash) {}

    Key key(int port, String master, boolean budgets, boolean limits) throws Exception {
        String budget = budgets ? BUDGET : "\"models\":[]";
        String name = "bench-%s-%s".formatted(budgets, limits);
        ask(
                port,
                master,
                "/user/new",
                "{\"user_id\":\"%s\",\"auto_create_key\":false,%s}".formatted(name, budget));
        ask(port, master, "/team/new", "{\"team_id\":\"%s\",%s}".formatted(name, budget));
        ask(
                port,
                master,
                "/team/member_add",
                "{\"team_id\":\"%1$s\",\"member\":{\"user_id\":\"%1$s\",\"role\":\"user\"}}"
                        .formatted(name));
        String made =
                ask(
                        port,
                        master,
                        "/key/generate",
                        "{\"user_id\":\"%1$s\",\"team_id\":\"%1$s\",%2$s%3$s}"
                                .formatted(name, budget, limits ? "," + LIMITS : ""));
        return new Key(text(made, "key"), text(made, "token"));
    }

    /// Waits until a gateway's store is there.
    void awaitReady(int port) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
                        .build();
        for (int i = 0; i < 300; i++) {
            if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("the gateway's store is not ready");
    }

    private static String text(String json, String field) {
        return json.replaceAll("(?s).*\"" + field + "\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private String ask(int port, String key, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /// So many more calls of a kind were answered.
    void answered(Row row, long calls) {
        answered.merge(row, calls, Long::sum);
    }

    /// Runs wrk and waits until all of it is in the ledger.
    Cost measure(Row row, int connections, int seconds) throws Exception {
        long rowsBefore = entries(row);
        long cpu = row.target().cpuMicros();
        long databaseCpu = databaseMicros();
        long transactions = transactions(row.database());
        long requests = row.target().wrk(row.script(), connections, seconds);
        long deadline = System.nanoTime() + SECONDS_TO_POST * 1_000_000_000L;
        while (entries(row) < rowsBefore + requests && System.nanoTime() < deadline) {
            Thread.sleep(500);
        }
        answered(row, requests);
        runs.merge(row, 1, Integer::sum);
        return new Cost(
                requests,
                (row.target().cpuMicros() - cpu) / (double) requests,
                (databaseMicros() - databaseCpu) / (double) requests,
                (transactions(row.database()) - transactions) / (double) requests);
    }

    /// What is wrong with the books of a row; empty if nothing is. A run leaves as many calls
    /// unanswered as it had connections, and they are in the ledger as well.
    String wrong(Row row, int connections) throws SQLException {
        long kept = entries(row);
        long seen = answered.get(row);
        if (kept < seen || kept > seen + (long) runs.get(row) * connections) {
            return "%s: %d calls were answered, and %d are in the ledger"
                    .formatted(row.target().name(), seen, kept);
        }
        long apart =
                number(
                        row.database(),
                        """
                        SELECT count(*) FROM (
                            SELECT 'KEY' AS scope, key_id AS subject, sum(cost) AS total
                                FROM tollgate.ledger GROUP BY key_id
                            UNION ALL SELECT 'USER', user_id, sum(cost) FROM tollgate.ledger GROUP BY user_id
                            UNION ALL SELECT 'TEAM', team_id, sum(cost) FROM tollgate.ledger GROUP BY team_id
                        ) AS sums LEFT JOIN tollgate.account AS kept
                            ON kept.scope = sums.scope AND kept.subject = sums.subject
                                AND kept.model = '' AND kept.period = ''
                        WHERE sums.subject <> ? AND kept.settled IS DISTINCT FROM sums.total
                        """,
                        "");
        return apart == 0
                ? ""
                : "%s: %d totals are not the sum of their rows"
                        .formatted(row.target().name(), apart);
    }

    private long entries(Row row) throws SQLException {
        return number(
                row.database(),
                "SELECT count(*) FROM tollgate.ledger WHERE key_hash = ? AND is_last",
                row.subject());
    }

    private long transactions(String database) throws SQLException {
        return number(
                "postgres",
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = ?",
                database);
    }

    private long number(String database, String question, String value) throws SQLException {
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, value);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }

    /// User and system time of all of the server's processes, those that ended among them.
    private long databaseMicros() throws IOException {
        long pid =
                Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        long sum = Target.micros(pid, true);
        for (ProcessHandle each : ProcessHandle.of(pid).orElseThrow().children().toList()) {
            try {
                sum += Target.micros(each.pid(), false);
            } catch (IOException _) {
                // It ended meanwhile, and is counted with its parent.
            }
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        client.close();
        postgres.close();
    }
}
