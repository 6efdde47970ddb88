package bench;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Starts everything, measures it in turn, and prints the table.
final class Bench {
    private static final String KEY = "sk-bench-0123456789abcdef0123456789";
    private static final int RATE = 200;
    private static final int STREAM_RATE = 20;
    private static final int EVENTS = 20;
    private static final int GAP_MILLIS = 20;
    private static final int HELD_STREAMS = 1000;
    private static final int BIG = 16 << 20;

    private final Path home;
    private final Path work;
    private final String java;
    private final String litellm;
    private final boolean brief;
    private final List<Process> processes = new ArrayList<>();
    private final List<String> voids = new ArrayList<>();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final byte[] small = chat("bench", 900, false);
    private final byte[] streamed = chat("bench-stream", 900, true);

    private Bench(Path home, Path work, String java, String litellm, boolean brief) {
        this.home = home;
        this.work = work;
        this.java = java;
        this.litellm = litellm;
        this.brief = brief;
    }

    /// @param args project, scratch directory, java, litellm or nothing, flags
    public static void main(String[] args) throws Exception {
        Bench bench =
                new Bench(
                        Path.of(args[0]),
                        Path.of(args[1]),
                        args[2],
                        args[3],
                        Arrays.asList(args).contains("--short"));
        Thread atEnd = new Thread(bench::stopAll);
        Runtime.getRuntime().addShutdownHook(atEnd);
        bench.run();
        System.exit(bench.voids.isEmpty() ? 0 : 1);
    }

    private void run() throws Exception {
        int plain = freePort();
        int proxied = freePort();
        int streams = freePort();
        int barePort = freePort();
        int gatewayPort = freePort();
        nginx(
                "upstream",
                plain,
                "default_type application/json; return 200 '%s';".formatted(reply()));
        long nginxPid =
                nginx(
                        "proxy",
                        proxied,
                        "proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection"
                                + " \"\";",
                        plain);
        java(
                work.resolve("classes") + ":" + lib(),
                "bench.StreamUpstream",
                streams,
                EVENTS,
                GAP_MILLIS);
        String plainBase = "http://127.0.0.1:" + plain;
        String streamBase = "http://127.0.0.1:" + streams;
        Process bare =
                java(work.resolve("classes") + ":" + lib(), "bench.Bare", barePort, plain, streams);
        Path config = config(plainBase, streamBase);
        double cold = start(config, gatewayPort, false);
        double warm = start(config, gatewayPort, true);
        Process gateway = gateway(config, gatewayPort, true);
        for (int port : new int[] {plain, proxied, streams, barePort, gatewayPort}) {
            awaitPort(port);
        }
        Thread.sleep(2000);

        String chat = "/v1/chat/completions";
        Target direct = new Target("direct", 0, plain, chat, chat, KEY);
        Target directStreams = new Target("direct", 0, streams, chat, chat, KEY);
        Target nginx = new Target("nginx proxy_pass", nginxPid, proxied, chat, chat, KEY);
        Target passing =
                new Target("bare pass-through", bare.pid(), barePort, chat, "/stream" + chat, KEY);
        Target tollgate = new Target("Tollgate", gateway.pid(), gatewayPort, chat, chat, KEY);
        List<Target> measured = new ArrayList<>(List.of(nginx, passing, tollgate));
        if (!litellm.isEmpty()) {
            measured.add(litellm(config, chat));
        }
        double idle = tollgate.rssMegabytes();
        double bareIdle = passing.rssMegabytes();

        Map<String, Double> loaded = new LinkedHashMap<>();
        Path wrk = wrkScript();
        int seconds = brief ? 2 : 8;
        say("warming up");
        for (Target target : measured) {
            target.cpuPerRequest(wrk, 32, brief ? 4 : 15);
        }
        for (int round = 1; round <= (brief ? 2 : 5); round++) {
            say("round " + round);
            for (Target target : measured) {
                try {
                    add(target, "cpu", target.cpuPerRequest(wrk, 32, seconds));
                } catch (IOException e) {
                    voids.add(String.valueOf(e.getMessage()));
                }
                loaded.merge(target.name(), target.rssMegabytes(), Math::max);
            }
            latency(direct);
            for (Target target : measured) {
                latency(target);
            }
            streamTimes(directStreams);
            for (Target target : List.of(passing, tollgate)) {
                streamTimes(target);
            }
        }
        say("holding " + HELD_STREAMS + " streams");
        double held = holdStreams(tollgate);
        say("bodies of 16 MiB");
        double allocation = allocation(tollgate, chat);
        double bareAllocation = allocation(passing, "/big" + chat);
        check();
        print(
                measured,
                new Memory(idle, loaded.get(tollgate.name()), held, allocation),
                new Memory(bareIdle, loaded.get(passing.name()), Double.NaN, bareAllocation),
                cold,
                warm);
    }

    private record Memory(double idle, double loaded, double held, double allocation) {}

    private void latency(Target target) throws InterruptedException {
        OpenLoop loop = new OpenLoop(target, small);
        Histogram times = loop.calls(RATE, brief ? 400 : 2000);
        if (loop.failures() > 0) {
            voids.add(target.name() + ": " + loop.failures() + " calls at a fixed rate failed");
        }
        add(target, "p50", times.getValueAtPercentile(50) / 1000.0);
        add(target, "p99", times.getValueAtPercentile(99) / 1000.0);
    }

    private void streamTimes(Target target) throws InterruptedException {
        Histogram first = new Histogram(60_000_000L, 3);
        Histogram gaps = new Histogram(60_000_000L, 3);
        OpenLoop loop = new OpenLoop(target, streamed);
        loop.streams(STREAM_RATE, brief ? 40 : 200, first, gaps);
        if (loop.failures() > 0) {
            voids.add(target.name() + ": " + loop.failures() + " streams were short or failed");
        }
        add(target, "ttft", first.getValueAtPercentile(99) / 1000.0);
        add(target, "gap", gaps.getValueAtPercentile(99) / 1000.0);
    }

    /// Resident memory while that many streams are open at once, the most that is seen in three
    /// seconds.
    private double holdStreams(Target target) throws Exception {
        byte[] slow = chat("bench-slow", 900, true);
        CountDownLatch open = new CountDownLatch(HELD_STREAMS);
        CountDownLatch ended = new CountDownLatch(HELD_STREAMS);
        AtomicInteger whole = new AtomicInteger();
        for (int i = 0; i < HELD_STREAMS; i++) {
            Thread.ofVirtual().start(() -> hold(target, slow, open, ended, whole));
        }
        boolean together = open.await(30, TimeUnit.SECONDS) && ended.getCount() == HELD_STREAMS;
        double most = 0;
        for (int i = 0; i < 30; i++) {
            most = Math.max(most, target.rssMegabytes());
            Thread.sleep(100);
        }
        if (!together || ended.getCount() < HELD_STREAMS) {
            voids.add("the streams were not all open at once");
        }
        if (!ended.await(60, TimeUnit.SECONDS) || whole.get() < HELD_STREAMS) {
            voids.add((HELD_STREAMS - whole.get()) + " of the held streams were short or failed");
        }
        return most;
    }

    private static void hold(
            Target target,
            byte[] body,
            CountDownLatch open,
            CountDownLatch ended,
            AtomicInteger whole) {
        boolean[] first = {true};
        try (Caller caller = target.caller(target.streamPath(), body)) {
            boolean done =
                    caller.stream(
                            _ -> {
                                if (first[0]) {
                                    first[0] = false;
                                    open.countDown();
                                }
                            });
            whole.addAndGet(done ? 1 : 0);
        } catch (IOException _) {
            // counted by its absence
        } finally {
            ended.countDown();
        }
    }

    private double allocation(Target target, String path) throws Exception {
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
            return (target.allocatedBytes(agent) - before) / (double) calls / big.length;
        }
    }

    private void check() {
        double bare = median("bare pass-through", "cpu") / median("nginx proxy_pass", "cpu");
        if (bare > 5) {
            voids.add("the bare pass-through costs %.1f times nginx".formatted(bare));
        }
        if (median("direct", "p99") > 1) {
            voids.add("p99 of direct calls is %.2f ms".formatted(median("direct", "p99")));
        }
    }

    private void print(
            List<Target> measured, Memory memory, Memory bareMemory, double cold, double warm)
            throws IOException {
        double nginx = median("nginx proxy_pass", "cpu");
        double bare = median("bare pass-through", "cpu");
        System.out.printf(
                "%s, %d cores, Java %s%n%n",
                LocalDate.now(), Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.println(
                "| | CPU µs per request | × nginx | × bare | added p50 ms | added p99 ms | added"
                    + " TTFT p99 ms | added gap p99 ms | RSS MB idle | under load | 1,000 streams |"
                    + " allocated × 16 MiB body |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Target target : measured) {
            double cpu = median(target.name(), "cpu");
            Memory own =
                    switch (target.name()) {
                        case "Tollgate" -> memory;
                        case "bare pass-through" -> bareMemory;
                        default -> new Memory(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
                    };
            System.out.println(
                    "| "
                            + String.join(
                                    " | ",
                                    target.name(),
                                    number(cpu),
                                    number(cpu / nginx),
                                    number(cpu / bare),
                                    added(target, "p50"),
                                    added(target, "p99"),
                                    added(target, "ttft"),
                                    added(target, "gap"),
                                    number(own.idle),
                                    number(own.loaded),
                                    number(own.held),
                                    number(own.allocation))
                            + " |");
        }
        System.out.printf(
                Locale.ROOT,
                "%nDirect: p50 %.2f ms, p99 %.2f ms, TTFT p99 %.2f ms, gap p99 %.2f ms. Start to"
                        + " the first 200: %.2f s with the AOT cache, %.2f s without.%n",
                median("direct", "p50"),
                median("direct", "p99"),
                median("direct", "ttft"),
                median("direct", "gap"),
                warm,
                cold);
        voids.forEach(why -> System.out.println("VOID: " + why));
    }

    private String added(Target target, String what) {
        return number(median(target.name(), what) - median("direct", what));
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    }

    private void add(Target target, String what, double value) {
        figures.computeIfAbsent(target.name() + "/" + what, _ -> new ArrayList<>()).add(value);
    }

    private double median(String name, String what) {
        List<Double> values = new ArrayList<>(figures.getOrDefault(name + "/" + what, List.of()));
        if (values.isEmpty()) {
            return Double.NaN;
        }
        values.sort(null);
        int half = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(half)
                : (values.get(half - 1) + values.get(half)) / 2;
    }

    // --- what is started ---

    private Path config(String plainBase, String streamBase) throws IOException {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        for (int i = 0; i < 4; i++) {
            yaml.append(
                    """
                      - model_name: bench
                        litellm_params: {model: openai/gpt-4o-mini, api_base: "%s/v1", api_key: sk-up-%d, rpm: 1000000}
                    """
                            .formatted(plainBase, i));
            yaml.append(
                    """
                      - model_name: bench-stream
                        litellm_params: {model: openai/gpt-4o-mini, api_base: "%s/v1", api_key: sk-up-%d, rpm: 1000000}
                    """
                            .formatted(streamBase, i));
        }
        yaml.append(
                """
                  - model_name: bench-slow
                    litellm_params: {model: openai/gpt-4o-mini, api_base: "%1$s/slow/v1", api_key: sk-up}
                  - model_name: bench-big
                    litellm_params: {model: openai/gpt-4o-mini, api_base: "%1$s/plain/v1", api_key: sk-up}
                """
                        .formatted(streamBase));
        yaml.append("general_settings: {master_key: ").append(KEY).append("}\n");
        return Files.writeString(work.resolve("config.yaml"), yaml);
    }

    private Process gateway(Path config, int port, boolean aot) throws IOException {
        Path app = home.resolve("bootstrap/target/tollgate");
        List<String> command = new ArrayList<>(List.of(java, "@" + app.resolve("jvm.options")));
        if (aot) {
            command.add("-XX:AOTCache=" + app.resolve("tollgate.aot"));
        }
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
                        work.resolve("data").toString()));
        return started("gateway", command);
    }

    /// Seconds from the start of the process to the first 200.
    private double start(Path config, int port, boolean aot) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < (brief ? 1 : 3); i++) {
            long begin = System.nanoTime();
            Process process = gateway(config, port, aot);
            while (!answers(port)) {
                if (!process.isAlive()) {
                    throw new IOException("the gateway ended; see " + work.resolve("gateway.log"));
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

    private Target litellm(Path config, String path) throws Exception {
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
        return new Target("LiteLLM", process.pid(), port, path, path, KEY);
    }

    private Process java(String classpath, String main, Object... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java,
                                "@" + home.resolve("bootstrap/target/tollgate/jvm.options"),
                                "-cp",
                                classpath,
                                main));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return started(main, command);
    }

    private String lib() {
        return home.resolve("bootstrap/target/tollgate/lib") + "/*";
    }

    private long nginx(String name, int port, String location, int... upstreams)
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
                          %3$s
                          server { listen 127.0.0.1:%4$d; location / { %5$s } } }
                        """
                                .formatted(work, name, upstream, port, location));
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
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve(name + ".log").toFile())
                        .start();
        processes.add(process);
        return process;
    }

    private void stopAll() {
        processes.forEach(
                process -> {
                    process.descendants().forEach(ProcessHandle::destroy);
                    process.destroy();
                });
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

    private Path wrkScript() throws IOException {
        Path body = Files.write(work.resolve("body.json"), small);
        return Files.writeString(
                work.resolve("post.lua"),
                """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.headers["Authorization"] = "Bearer %s"
                local file = io.open("%s", "r")
                wrk.body = file:read("*a")
                file:close()
                """
                        .formatted(KEY, body));
    }

    private static void say(String what) {
        System.err.println("bench: " + what);
    }
}
