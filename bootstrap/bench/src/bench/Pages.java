package bench;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/// How long lists and reports take with a million calls and a hundred thousand keys, on PostgreSQL
/// and on SQLite: each is filled once a day, a gateway is started on it, and every page is asked
/// for in turn, several times over.
final class Pages {
    private static final String MASTER_KEY = "sk-bench-0123456789abcdef0123456789";
    private static final int MOST_MILLIS = 1_000;
    private static final Pattern TOTAL_PAGES = Pattern.compile("\"total_pages\":\\s*(\\d+)");

    private final Path home;
    private final Path folder;
    private final Options options;
    private final HttpClient client = HttpClient.newHttpClient();

    /// @param rounds that count
    /// @param only pages in whose name this is found
    private record Options(int rounds, Pattern only) {}

    /// A database and what its gateway is told of it.
    private record Store(String name, boolean postgres, String jdbc, String url) {}

    /// @param cpu milliseconds of the gateway and of the database
    private record Answer(int status, double millis, double cpu, int bytes, String body) {}

    private Pages(Path home, Path folder, Options options) {
        this.home = home;
        this.folder = folder;
        this.options = options;
    }

    /// @param args project, scratch directory, flags
    public static void main(String[] args) throws Exception {
        List<String> flags = Arrays.asList(args).subList(2, args.length);
        Pages pages =
                new Pages(
                        Path.of(args[0]),
                        Files.createDirectories(Path.of(args[1], "pages")),
                        new Options(
                                flags.contains("--short") ? 1 : 5,
                                Pattern.compile(after(flags, "--only", ""))));
        boolean within = true;
        String on = after(flags, "--on", "postgresql sqlite");
        if (on.contains("postgresql")) {
            within &= pages.postgresql();
        }
        if (on.contains("sqlite")) {
            within &= pages.sqlite();
        }
        System.exit(within ? 0 : 1);
    }

    private static String after(List<String> flags, String name, String otherwise) {
        int place = flags.indexOf(name);
        return place < 0 ? otherwise : flags.get(place + 1);
    }

    private boolean postgresql() throws Exception {
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("postgresql"))
                        .setCleanDataDirectory(false)
                        .start()) {
            String at = "127.0.0.1:%d/postgres".formatted(server.getPort());
            return measured(
                    new Store(
                            "postgresql",
                            true,
                            "jdbc:postgresql://" + at + "?user=postgres&password=postgres",
                            "postgresql://postgres:postgres@" + at));
        }
    }

    private boolean sqlite() throws Exception {
        Path file = folder.resolve("sqlite-data").resolve("tollgate.db");
        return measured(new Store("sqlite", false, "jdbc:sqlite:" + file, ""));
    }

    private Path data(Store store) {
        return folder.resolve(store.name + "-data");
    }

    // --- the data ---

    private boolean measured(Store store) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Path filled = folder.resolve(store.name + ".filled");
        prepare(store);
        if (!Files.exists(filled) || !Files.readString(filled).equals(today.toString())) {
            Files.deleteIfExists(filled);
            fill(store, now);
            Files.writeString(filled, today.toString());
        }
        int port = freePort();
        Process gateway = gateway(store, port);
        try {
            awaitReady(port, gateway);
            return asked(store, port, gateway.pid(), PagesData.firstDay(now), today);
        } finally {
            gateway.destroy();
            if (!gateway.waitFor(15, TimeUnit.SECONDS)) {
                gateway.destroyForcibly().waitFor();
            }
        }
    }

    /// Has the tables made, or brought up to date.
    private void prepare(Store store) {
        try (Database database =
                new Database(
                        store.postgres
                                ? new PostgresConnections(DatabaseUrl.parse(store.url))
                                : new SqliteConnections(data(store)))) {
            database.prepare();
        }
    }

    private void fill(Store store, Instant until) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(store.jdbc)) {
            clear(connection, store.postgres);
            new PagesData(connection, store.postgres, until).fill();
        }
        say(
                "%s: filled in %d s"
                        .formatted(store.name, (System.nanoTime() - begin) / 1_000_000_000));
    }

    private static void clear(Connection connection, boolean postgres) throws SQLException {
        String prefix = postgres ? "TRUNCATE tollgate." : "DELETE FROM ";
        try (Statement sql = connection.createStatement()) {
            for (String table :
                    List.of(
                            "entity",
                            "ledger",
                            "daily",
                            "daily_total",
                            "daily_by_subject",
                            "daily_of_subject",
                            "daily_by_key",
                            "daily_failure",
                            "account",
                            "lease")) {
                boolean _ = sql.execute(prefix + table);
            }
        }
    }

    // --- the gateway ---

    private Process gateway(Store store, int port) throws IOException {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        for (int i = 0; i < PagesData.DEPLOYMENTS; i++) {
            yaml.append(
                    """
                      - model_name: chat-%1$d
                        litellm_params: {model: openai/model-%1$d, api_base: "http://127.0.0.1:9/v1", api_key: sk-up}
                        model_info: {id: deployment-%1$d}
                    """
                            .formatted(i));
        }
        yaml.append("litellm_settings: {max_budget: 1000000, budget_duration: 30d}\n")
                .append("router_settings: {provider_budget_config: {openai: {budget_limit: 100,")
                .append(" time_period: 1d}}}\n")
                .append("general_settings: {master_key: ")
                .append(MASTER_KEY)
                .append(store.postgres ? ", database_url: \"%s\"}\n".formatted(store.url) : "}\n");
        Path config = Files.writeString(folder.resolve(store.name + ".yaml"), yaml);
        ProcessBuilder builder =
                new ProcessBuilder(
                                home.resolve("tollgate").toString(),
                                "--config",
                                config.toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--data_dir",
                                data(store).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(store.name + ".log").toFile());
        boolean _ = builder.environment().remove("DATABASE_URL") == null;
        return builder.start();
    }

    private void awaitReady(int port, Process gateway) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
                        .build();
        for (int i = 0; i < 600 && gateway.isAlive(); i++) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException _) {
                // not yet
            }
            Thread.sleep(100);
        }
        throw new IOException("the gateway is not ready; see its log in " + folder);
    }

    /// The process id of the database server; 0 where there is none.
    private long server(Store store) throws IOException {
        return store.postgres
                ? Long.parseLong(
                        Files.readAllLines(folder.resolve("postgresql").resolve("postmaster.pid"))
                                .getFirst()
                                .strip())
                : 0;
    }

    // --- the questions ---

    /// What spends time for an answer.
    ///
    /// @param server 0 where there is none
    private record Processes(long gateway, long server) {
        /// User and system time so far, in milliseconds.
        double cpu() throws IOException {
            long sum = Target.micros(gateway, false);
            if (server != 0) {
                sum += Target.micros(server, true);
                for (ProcessHandle each :
                        ProcessHandle.of(server).orElseThrow().children().toList()) {
                    try {
                        sum += Target.micros(each.pid(), false);
                    } catch (IOException _) {
                        // It ended meanwhile, and is counted with its parent.
                    }
                }
            }
            return sum / 1e3;
        }
    }

    /// Keys of who asks, and what the questions name.
    private record Askers(
            int port, Processes processes, String user, String key, String busy, String call) {
        String secret(PageList.Asker asker) {
            return switch (asker) {
                case ADMIN -> MASTER_KEY;
                case USER -> user;
            };
        }

        String named(String path) {
            return path.replace("%KEY%", key).replace("%BUSY%", busy).replace("%CALL%", call);
        }
    }

    private boolean asked(Store store, int port, long pid, LocalDate from, LocalDate to)
            throws Exception {
        Askers askers = askers(store, port, new Processes(pid, server(store)));
        List<PageList.Page> pages = new ArrayList<>();
        for (PageList.Page page : PageList.of(from, to)) {
            if (options.only.matcher(page.what()).find()) {
                pages.addAll(turned(askers, page));
            }
        }
        Map<PageList.Page, List<Answer>> answers = new LinkedHashMap<>();
        for (int round = 0; round <= options.rounds; round++) {
            say("%s: round %d of %d".formatted(store.name, round, options.rounds));
            for (PageList.Page page : pages) {
                Answer answer = ask(askers, page);
                // The first round is for code and pages that are not in memory yet.
                if (round > 0) {
                    answers.computeIfAbsent(page, _ -> new ArrayList<>()).add(answer);
                }
            }
        }
        return print(store, answers);
    }

    private Askers askers(Store store, int port, Processes processes) throws Exception {
        try (Connection connection = DriverManager.getConnection(store.jdbc);
                Statement sql = connection.createStatement()) {
            String schema = store.postgres ? "tollgate." : "";
            String named = "SELECT id FROM %sentity WHERE kind = 'KEY' AND name = 'alias-%d'";
            String key = text(sql, named.formatted(schema, 777));
            String busy = text(sql, named.formatted(schema, 0));
            String call =
                    text(
                            sql,
                            "SELECT response_id FROM %sledger WHERE key_hash = '%s' AND response_id <> '' LIMIT 1"
                                    .formatted(schema, key));
            Askers admin = new Askers(port, processes, "", key, busy, call);
            Answer made =
                    ask(
                            admin,
                            new PageList.Page(
                                    PageList.Asker.ADMIN,
                                    "",
                                    "/key/generate",
                                    "{\"user_id\":\"user-7\",\"duration\":\"1h\"}",
                                    false));
            String secret = made.body.replaceAll("(?s).*\"key\":\\s*\"(sk-[^\"]+)\".*", "$1");
            return new Askers(port, processes, secret, key, busy, call);
        }
    }

    private static String text(Statement sql, String question) throws SQLException {
        try (ResultSet found = sql.executeQuery(question)) {
            boolean _ = found.next();
            return found.getString(1);
        }
    }

    /// The first, a middle and the last page of those that have several.
    private List<PageList.Page> turned(Askers askers, PageList.Page page) throws Exception {
        if (!page.turned()) {
            return List.of(page);
        }
        Matcher pages = TOTAL_PAGES.matcher(ask(askers, page).body);
        long last = pages.find() ? Long.parseLong(pages.group(1)) : 1;
        if (last < 3) {
            return List.of(page.at("page 1", 1));
        }
        return List.of(
                page.at("page 1", 1),
                page.at("page " + last / 2, last / 2),
                page.at("page " + last, last));
    }

    private Answer ask(Askers askers, PageList.Page page) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + askers.port
                                                + askers.named(page.path())))
                        .header("Authorization", "Bearer " + askers.secret(page.asker()));
        if (!page.body().isEmpty()) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(askers.named(page.body())));
        }
        double cpu = askers.processes.cpu();
        long begin = System.nanoTime();
        HttpResponse<byte[]> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        double millis = (System.nanoTime() - begin) / 1e6;
        return new Answer(
                answer.statusCode(),
                millis,
                askers.processes.cpu() - cpu,
                answer.body().length,
                new String(answer.body(), StandardCharsets.UTF_8));
    }

    // --- the table ---

    private static boolean print(Store store, Map<PageList.Page, List<Answer>> answers) {
        System.out.printf(
                "%s, %d cores, Java %s%n%n",
                LocalDate.now(), Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.printf(
                "| %s: 1,000,000 calls, 100,000 keys | median ms | slowest ms | CPU ms | bytes |%n",
                store.postgres ? "PostgreSQL" : "SQLite");
        System.out.println("|---|---|---|---|---|");
        int slow = 0;
        for (Map.Entry<PageList.Page, List<Answer>> each : answers.entrySet()) {
            double slowest =
                    each.getValue().stream().mapToDouble(Answer::millis).max().orElseThrow();
            Answer last = each.getValue().getLast();
            boolean failed = last.status != 200;
            slow += slowest > MOST_MILLIS || failed ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.0f | %s%.0f | %.0f | %s |%n",
                    each.getKey().what(),
                    median(each.getValue().stream().mapToDouble(Answer::millis)),
                    slowest > MOST_MILLIS ? "OVER A SECOND: " : "",
                    slowest,
                    median(each.getValue().stream().mapToDouble(Answer::cpu)),
                    failed ? "STATUS " + last.status : String.valueOf(last.bytes));
        }
        System.out.printf(
                "%n%d of %d pages took more than a second or failed.%n%n", slow, answers.size());
        return slow == 0;
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void say(String what) {
        System.err.println("pages: " + what);
    }
}
