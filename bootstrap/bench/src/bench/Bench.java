package bench;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts everything, measures it in turn, and prints the tables.
final class Bench {
    private static final String KEY = "sk-bench-0123456789abcdef0123456789";
    private static final String CHAT = "/v1/chat/completions";
    private static final int CONNECTIONS = 32;
    private static final int SOAKING_MINUTES = 10;
    private static final int RATE = 200;
    private static final int STREAM_RATE = 100;
    private static final int EVENTS = 20;
    private static final int GAP_MILLIS = 20;
    private static final int MANY_STREAMS = 1000;

    /// Opens them within one gap, so that their frames do not all come at one moment.
    private static final int MANY_RATE = MANY_STREAMS * 1000 / StreamUpstream.MANY_GAP_MILLIS;

    /// Direct gaps longer than this mean that the machine does not keep up.
    private static final int LONGEST_MANY_GAP_MILLIS = StreamUpstream.MANY_GAP_MILLIS + 10;

    private static final int SECONDS_TO_END = 15;
    private static final int BIG = 16 << 20;
    private static final List<String> WITHOUT_AOT = List.of("-XX:AOTMode=off");

    private final Path home;
    private final Path work;
    private final String java;
    private final String litellm;
    private final Options options;
    private final List<Report.Void> voids = new ArrayList<>();
    private final Figures figures = new Figures();
    private final Map<String, Process> keepers = new HashMap<>();
    private Governed governed;
    private final byte[] small = chat("bench", 900, false);
    private final byte[] streamed = chat("bench-stream", 900, true);
    private final byte[] many = chat("bench-many", 900, true);
    private final Map<String, byte[]> failing =
            Map.of(
                    Report.COOLED, chat("bench-cooled", 900, false),
                    Report.UNCOOLED, chat("bench-uncooled", 900, false));

    /// @param brief a smoke run
    /// @param against another build's project directory; empty: none
    /// @param recorded whether the gateway writes a recording of the flight recorder
    /// @param soaking whether governed calls go on for ten minutes at the end
    /// @param timed whether only the times of calls are wanted
    private record Options(
            boolean brief, String against, boolean recorded, boolean soaking, boolean timed) {}

    private Bench(Path home, Path work, String java, String litellm, Options options) {
        this.home = home;
        this.work = work;
        this.java = java;
        this.litellm = litellm;
        this.options = options;
    }

    /// @param args project, scratch directory, java, litellm or nothing, flags
    public static void main(String[] args) throws Exception {
        List<String> flags = Arrays.asList(args).subList(4, args.length);
        int against = flags.indexOf("--against");
        Bench bench =
                new Bench(
                        Path.of(args[0]),
                        Path.of(args[1]),
                        args[2],
                        args[3],
                        new Options(
                                flags.contains("--short"),
                                against < 0 ? "" : flags.get(against + 1),
                                "1".equals(System.getenv("BENCH_JFR")),
                                flags.contains("--soak"),
                                flags.contains("--latency")));
        Runtime.getRuntime().addShutdownHook(new Thread(bench::stopAll));
        bench.run();
        System.exit(bench.voids.isEmpty() ? 0 : 1);
    }

    private void run() throws Exception {
        int plain = freePort();
        int proxied = freePort();
        int streams = freePort();
        int barePort = freePort();
        int gatewayPort = freePort();
        nginx("upstream", plain, answers());
        long nginxPid =
                nginx(
                        "proxy",
                        proxied,
                        "location / { proxy_pass http://up; proxy_http_version 1.1;"
                                + " proxy_set_header Connection \"\"; }",
                        plain);
        java("bench.StreamUpstream", streams, EVENTS, GAP_MILLIS);
        Process bare = java("bench.Bare", barePort, plain, streams);
        String deployments =
                deployments("http://127.0.0.1:" + plain, "http://127.0.0.1:" + streams);
        Path config = config("config", deployments, "", "disable_spend_logs: true");
        figures.add(Report.TOLLGATE, "cold start", start(config, gatewayPort, false));
        figures.add(Report.TOLLGATE, "warm start", start(config, gatewayPort, true));
        Process gateway = gateway("gateway", home, config, gatewayPort, recording());
        for (int port : new int[] {plain, proxied, streams, barePort, gatewayPort}) {
            awaitPort(port);
        }
        Thread.sleep(2000);

        Target direct = new Target(Report.DIRECT, 0, plain, CHAT, CHAT, KEY);
        Target directStreams = new Target(Report.DIRECT, 0, streams, CHAT, CHAT, KEY);
        Target nginx = new Target(Report.NGINX, nginxPid, proxied, CHAT, CHAT, KEY);
        Target passing = new Target(Report.BARE, bare.pid(), barePort, CHAT, "/stream" + CHAT, KEY);
        Target tollgate = new Target(Report.TOLLGATE, gateway.pid(), gatewayPort, CHAT, CHAT, KEY);
        List<Target> measured = new ArrayList<>(List.of(nginx, passing, tollgate));
        if (!options.against.isEmpty()) {
            measured.add(otherBuild(config("other", deployments, "", "")));
        }
        if (!litellm.isEmpty()) {
            measured.add(litellm(config));
        }
        for (Target target : List.of(passing, tollgate)) {
            figures.add(target.name(), "idle", target.rssMegabytes());
        }
        say("keys, budgets and PostgreSQL");
        governed = Governed.in(work);
        governed(deployments);

        say("warming up");
        Path script = wrkScript("plain", small);
        Map<Target, Path> halfFailing = halfFailing(tollgate);
        for (Target target : measured) {
            target.cpuPerRequest(script, CONNECTIONS, options.brief ? 4 : 15);
        }
        for (Map.Entry<Target, Path> each : halfFailing.entrySet()) {
            each.getKey().cpuPerRequest(each.getValue(), CONNECTIONS, options.brief ? 2 : 8);
        }
        for (Governed.Row row : governed.rows()) {
            governed.measure(row, CONNECTIONS, options.brief ? 4 : 15);
        }
        List<String> rows = measured.stream().map(Target::name).toList();
        if (options.timed) {
            times(direct, measured);
            booksAgree();
            new Report(figures).printTimes(rows, voids);
            return;
        }
        for (int round = 1; round <= (options.brief ? 2 : 5); round++) {
            say("round " + round);
            for (int i = 0; i < measured.size(); i++) {
                // The first one of a round is not always the same.
                cpu(measured.get((i + round) % measured.size()), script);
            }
            for (Map.Entry<Target, Path> each : halfFailing.entrySet()) {
                cpu(each.getKey(), each.getValue());
            }
            for (Governed.Row row : governed.rows()) {
                cpu(row);
            }
            latencies(direct, measured, options.brief ? 300 : 2000);
            for (Target target : halfFailing.keySet()) {
                latency(target, failing.get(target.name()), options.brief ? 300 : 2000);
            }
            for (Target target : List.of(directStreams, passing, tollgate)) {
                streamTimes(target);
            }
            if (round == 1 || !options.brief) {
                say(MANY_STREAMS + " streams");
                manyStreams(directStreams.streamingAt("/many" + CHAT));
                manyStreams(passing.streamingAt("/many" + CHAT));
                manyStreams(tollgate);
            }
        }
        say("bodies of 16 MiB");
        allocation(tollgate, CHAT);
        allocation(passing, "/big" + CHAT);
        check();
        if (options.soaking) {
            soak(governed.rows().getFirst());
        }
        booksAgree();
        stopAll();
        governed.close();
        say("plans");
        Path jvmOptions = home.resolve("bootstrap/target/tollgate/jvm.options");
        List<PlanCost.Cost> plans =
                PlanCost.measure(java, jvmOptions, work.resolve("plans.log"), options.brief);
        new Report(figures).print(rows, plans, voids);
        if (options.recorded) {
            say("the gateway's recording, which costs it time, is in " + work + "/gateway.jfr");
        }
    }

    private void cpu(Target target, Path script) throws InterruptedException {
        double value = Double.NaN;
        try {
            value = target.cpuPerRequest(script, CONNECTIONS, options.brief ? 2 : 8);
            if (target.pid() != 0) {
                figures.add(target.name(), "loaded", target.rssMegabytes());
            }
        } catch (IOException e) {
            spoilt("CPU µs per request, ×", String.valueOf(e.getMessage()));
        }
        figures.add(target.name(), "cpu", value);
    }

    private void cpu(Governed.Row row) throws Exception {
        Governed.Cost cost = governed.measure(row, CONNECTIONS, options.brief ? 2 : 8);
        String name = row.target().name();
        figures.add(name, "cpu", cost.gateway());
        figures.add(name, "database", cost.database());
        figures.add(name, "transactions", cost.transactions());
        figures.add(name, "loaded", row.target().rssMegabytes());
    }

    /// Whether memory grows while calls go on.
    private void soak(Governed.Row row) throws Exception {
        say("ten minutes of governed calls");
        for (int minute = 1; minute <= SOAKING_MINUTES; minute++) {
            governed.measure(row, CONNECTIONS, 60);
            say("resident after minute %d: %.0f MB".formatted(minute, row.target().rssMegabytes()));
        }
    }

    private void booksAgree() throws SQLException {
        for (Governed.Row row : governed.rows()) {
            String wrong = governed.wrong(row, CONNECTIONS);
            if (!wrong.isEmpty()) {
                spoilt("all of the governed calls", wrong);
            }
        }
    }

    /// Nothing but calls at a fixed rate, many of them: what the slowest hundredth waits for.
    private void times(Target direct, List<Target> measured) throws InterruptedException {
        for (int round = 1; round <= (options.brief ? 2 : 5); round++) {
            say("round " + round);
            latencies(direct, measured, options.brief ? 1000 : 4000);
        }
        checkDirect();
    }

    private void latencies(Target direct, List<Target> measured, int calls)
            throws InterruptedException {
        latency(direct, small, calls);
        for (Target target : measured) {
            latency(target, small, calls);
        }
        for (Governed.Row row : governed.rows()) {
            latency(row.target(), small, calls);
            governed.answered(row, calls);
        }
    }

    private void latency(Target target, byte[] body, int calls) throws InterruptedException {
        OpenLoop loop = new OpenLoop(target, body);
        Histogram times = loop.calls(RATE, calls);
        if (loop.failures() > 0) {
            spoilt(
                    "p50, p99",
                    target.name() + ": " + loop.failures() + " calls at a fixed rate failed");
        }
        figures.add(target.name(), "p50", times.getValueAtPercentile(50) / 1000.0);
        figures.add(target.name(), "p99", times.getValueAtPercentile(99) / 1000.0);
    }

    private void streamTimes(Target target) throws InterruptedException {
        Histogram first = new Histogram(60_000_000L, 3);
        Histogram gaps = new Histogram(60_000_000L, 3);
        OpenLoop loop = new OpenLoop(target, streamed);
        loop.streams(STREAM_RATE, options.brief ? 150 : 1000, first, gaps);
        if (loop.failures() > 0) {
            spoilt(
                    "added TTFT, added gap",
                    target.name() + ": " + loop.failures() + " streams were short or failed");
        }
        figures.add(target.name(), "ttft", first.getValueAtPercentile(99) / 1000.0);
        figures.add(target.name(), "gap", gaps.getValueAtPercentile(99) / 1000.0);
    }

    /// Gaps, CPU per frame and the most resident memory while that many streams run at once.
    private void manyStreams(Target target) throws Exception {
        boolean process = target.pid() != 0;
        Histogram gaps = new Histogram(60_000_000L, 3);
        OpenLoop loop = new OpenLoop(target, many);
        long before = process ? target.cpuMicros() : 0;
        FutureTask<Boolean> running =
                new FutureTask<>(
                        () -> {
                            loop.streams(MANY_RATE, MANY_STREAMS, new Histogram(3), gaps);
                            return true;
                        });
        Thread.ofPlatform().start(running);
        double held = 0;
        while (!running.isDone()) {
            held = Math.max(held, process ? target.rssMegabytes() : 0);
            Thread.sleep(100);
        }
        running.get();
        if (loop.failures() > 0 || loop.mostAtOnce() < MANY_STREAMS) {
            spoilt(
                    MANY_STREAMS + " streams",
                    "%s: %d were short or failed, %d were open at once"
                            .formatted(target.name(), loop.failures(), loop.mostAtOnce()));
        }
        figures.add(target.name(), "many", gaps.getValueAtPercentile(99) / 1000.0);
        figures.add(target.name(), "broken", loop.failures());
        if (process) {
            int frames = MANY_STREAMS * StreamUpstream.MANY_FRAMES;
            figures.add(target.name(), "frame", (target.cpuMicros() - before) / (double) frames);
            figures.add(target.name(), "held", held);
        }
    }

    private void allocation(Target target, String path) throws Exception {
        byte[] big = chat("bench-big", BIG - 100, false);
        Path agent = work.resolve("agent.jar");
        try (Caller caller = target.caller(path, big)) {
            for (int i = 0; i < 5; i++) {
                caller.call();
            }
            long before = target.allocatedBytes(agent);
            int calls = 20;
            for (int i = 0; i < calls; i++) {
                caller.call();
            }
            long bytes = target.allocatedBytes(agent) - before;
            figures.add(target.name(), "allocation", bytes / (double) calls / big.length);
        }
    }

    private void check() {
        double bare = figures.ratio(Report.BARE, Report.NGINX, "cpu");
        if (bare > 5) {
            spoilt(
                    "× nginx, × bare",
                    "the bare pass-through costs %.1f times nginx".formatted(bare));
        }
        checkDirect();
        double gap = figures.median(Report.DIRECT, "many");
        if (gap > LONGEST_MANY_GAP_MILLIS) {
            spoilt(
                    "added gap with " + MANY_STREAMS + " streams",
                    "p99 of their gap is %.1f ms without anything between".formatted(gap));
        }
    }

    private void checkDirect() {
        double p99 = figures.median(Report.DIRECT, "p99");
        if (p99 >= 1) {
            spoilt(
                    "added and extra p50 and p99, added TTFT, added gap",
                    "p99 of direct calls is %.2f ms".formatted(p99));
        }
    }

    private void spoilt(String columns, String why) {
        voids.add(new Report.Void(columns, why));
    }

    // --- what is started ---

    private static String deployments(String plainBase, String streamBase) {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        for (int i = 0; i < 4; i++) {
            String sound = plainBase + "/v1";
            String either = i % 2 == 0 ? sound : plainBase + "/failing/v1";
            yaml.append(deployment("bench", sound, i, ""))
                    .append(deployment("bench-cooled", either, i, ""))
                    .append(deployment("bench-uncooled", either, i, ", cooldown_time: 0"))
                    .append(deployment("bench-stream", streamBase + "/v1", i, ""))
                    .append(deployment("bench-many", streamBase + "/many/v1", i, ""));
        }
        return yaml.append(deployment("bench-big", streamBase + "/plain/v1", 0, "")).toString();
    }

    /// @param general settings besides the master key
    private Path config(String name, String deployments, String litellm, String general)
            throws IOException {
        return Files.writeString(
                work.resolve(name + ".yaml"),
                deployments
                        + "litellm_settings: {%s}\n".formatted(litellm)
                        + "general_settings: {master_key: %s%s}\n"
                                .formatted(KEY, general.isEmpty() ? "" : ", " + general));
    }

    /// Two gateways with a database each, one with a budget of its own, and the kinds of calls.
    private void governed(String deployments) throws Exception {
        int with = keeping("governed", deployments, "max_budget: 1000000, budget_duration: 30d");
        Governed.Key both = governed.key(with, KEY, true, true);
        Governed.Key budgets = governed.key(with, KEY, true, false);
        int without = keeping("kept", deployments, "");
        Governed.Key limits = governed.key(without, KEY, false, true);
        governed(Report.GOVERNED, "governed", with, both);
        governed(Report.WITHOUT_LIMITS, "governed", with, budgets);
        governed(Report.WITHOUT_BUDGETS, "kept", without, limits);
        governed(Report.LEDGER_ALONE, "kept", without, new Governed.Key(KEY, ""));
    }

    /// Starts a gateway with a database of this name.
    ///
    /// @return its port
    private int keeping(String name, String deployments, String litellm) throws Exception {
        int port = freePort();
        String url = "database_url: \"%s\"".formatted(governed.database(name));
        Path config = config(name, deployments, litellm, url);
        keepers.put(name, gateway(name, home, config, port, List.of()));
        awaitPort(port);
        governed.awaitReady(port);
        return port;
    }

    private void governed(String row, String database, int port, Governed.Key key)
            throws IOException {
        long pid = keepers.get(database).pid();
        governed.add(
                new Governed.Row(
                        new Target(row, pid, port, CHAT, CHAT, key.secret()),
                        wrkScript(row.replaceAll("\\W+", "-"), small, key.secret()),
                        database,
                        key.hash()));
    }

    private static String deployment(String group, String base, int number, String more) {
        return """
          - model_name: %s
            litellm_params: {model: openai/gpt-4o-mini, api_base: "%s", api_key: sk-up-%d, rpm: 1000000%s}
        """
                .formatted(group, base, number, more);
    }

    private List<String> recording() {
        return options.recorded
                ? List.of(
                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                                + work.resolve("gateway.jfr"))
                : List.of();
    }

    private Process gateway(
            String name, Path project, Path config, int port, List<String> jvmOptions)
            throws IOException {
        Path app = project.resolve("bootstrap/target/tollgate");
        List<String> command = new ArrayList<>(List.of(java, "@" + app.resolve("jvm.options")));
        if (!jvmOptions.equals(WITHOUT_AOT)) {
            command.add("-XX:AOTCache=" + app.resolve("tollgate.aot"));
        }
        command.addAll(jvmOptions);
        command.addAll(
                List.of(
                        "-jar",
                        app.resolve("lib/tollgate.jar").toString(),
                        "--config",
                        config.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--data_dir",
                        work.resolve(name + "-data").toString()));
        return started(name, command);
    }

    /// Seconds from the start of the process to the first 200.
    private double start(Path config, int port, boolean aot) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < (options.brief ? 1 : 3); i++) {
            long begin = System.nanoTime();
            Process process = gateway("start", home, config, port, aot ? List.of() : WITHOUT_AOT);
            while (!answers(port)) {
                if (!process.isAlive()) {
                    throw new IOException("the gateway ended; see " + work.resolve("start.log"));
                }
                Thread.sleep(5);
            }
            times.add((System.nanoTime() - begin) / 1e9);
            process.destroyForcibly().waitFor();
        }
        times.sort(null);
        return times.get(times.size() / 2);
    }

    private boolean answers(int port) {
        try (Caller caller = new Caller(port, "/v1/chat/completions", KEY, small)) {
            caller.call();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Target otherBuild(Path config) throws Exception {
        int port = freePort();
        Process process = gateway("other", Path.of(options.against), config, port, List.of());
        awaitPort(port);
        return new Target(Report.OTHER_BUILD, process.pid(), port, CHAT, CHAT, KEY);
    }

    private Target litellm(Path config) throws Exception {
        int port = freePort();
        Process process =
                started(
                        "litellm",
                        List.of(
                                litellm,
                                "--config",
                                config.toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port)));
        for (int i = 0; i < 600 && !answers(port); i++) {
            Thread.sleep(200);
        }
        return new Target("LiteLLM", process.pid(), port, CHAT, CHAT, KEY);
    }

    private Process java(String main, Object... arguments) throws IOException {
        Path app = home.resolve("bootstrap/target/tollgate");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java,
                                "@" + app.resolve("jvm.options"),
                                "-cp",
                                work.resolve("classes") + ":" + app.resolve("lib") + "/*",
                                main));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return started(main, command);
    }

    private long nginx(String name, int port, String locations, int... upstreams)
            throws IOException, InterruptedException {
        StringBuilder upstream = new StringBuilder();
        for (int up : upstreams) {
            upstream.append(
                    "upstream up { server 127.0.0.1:%d; keepalive 64; keepalive_requests 100000000; }"
                            .formatted(up));
        }
        Path config =
                Files.writeString(
                        work.resolve(name + ".conf"),
                        """
                        daemon off; worker_processes 1; pid %1$s/%2$s.pid; error_log %1$s/%2$s.log;
                        events { worker_connections 4096; }
                        http { access_log off; keepalive_requests 100000000; client_max_body_size 0;
                          client_body_temp_path %1$s/%2$s-body; proxy_temp_path %1$s/%2$s-proxy;
                          fastcgi_temp_path %1$s/%2$s-f; uwsgi_temp_path %1$s/%2$s-u; scgi_temp_path %1$s/%2$s-s;
                          default_type application/json;
                          %3$s
                          server { listen 127.0.0.1:%4$d; %5$s } }
                        """
                                .formatted(work, name, upstream, port, locations));
        Process process = started(name, List.of("nginx", "-c", config.toString()));
        awaitPort(port);
        for (int i = 0; i < 100; i++) {
            var worker = process.toHandle().children().findFirst();
            if (worker.isPresent()) {
                return worker.get().pid();
            }
            Thread.sleep(20);
        }
        throw new IOException("nginx has no worker");
    }

    private Process started(String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".log").toFile())
                .start();
    }

    /// Ends whatever this process started, the forks of JMH among it.
    private void stopAll() {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        all.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(
                            all.stream()
                                    .map(ProcessHandle::onExit)
                                    .toArray(CompletableFuture[]::new))
                    .get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException _) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void awaitPort(int port) throws InterruptedException, IOException {
        for (int i = 0; i < 600; i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        throw new IOException("nobody listens on " + port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    // --- what is sent ---

    private static byte[] chat(String model, int text, boolean stream) {
        return ("{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}")
                .formatted(model, "y".repeat(text), stream ? ",\"stream\":true" : "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String reply() {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30}}"
                .formatted("x".repeat(780));
    }

    private static String answers() {
        return "location / { return 200 '%s'; } location /failing/ { return 500 '%s'; }"
                .formatted(
                        reply(),
                        "{\"error\":{\"message\":\"out of order\",\"type\":\"server_error\"}}");
    }

    /// The same gateway, asked for groups of which half of the deployments fail.
    private Map<Target, Path> halfFailing(Target gateway) throws IOException {
        Map<Target, Path> targets = new LinkedHashMap<>();
        for (String row : List.of(Report.COOLED, Report.UNCOOLED)) {
            String file = row.replaceAll("\\W+", "-");
            targets.put(gateway.called(row), wrkScript(file, failing.get(row)));
        }
        return targets;
    }

    private Path wrkScript(String name, byte[] content) throws IOException {
        return wrkScript(name, content, KEY);
    }

    private Path wrkScript(String name, byte[] content, String key) throws IOException {
        Path body = Files.write(work.resolve(name + ".json"), content);
        return Files.writeString(
                work.resolve(name + ".lua"),
                """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.headers["Authorization"] = "Bearer %s"
                local file = io.open("%s", "r")
                wrk.body = file:read("*a")
                file:close()
                """
                        .formatted(key, body));
    }

    private static void say(String what) {
        System.err.println("bench: " + what);
    }
}
