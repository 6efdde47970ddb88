package dev.tollgate.adapters.http;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;

import dev.tollgate.application.manage.AccessGroups;
import dev.tollgate.application.manage.Chance;
import dev.tollgate.application.manage.Credentials;
import dev.tollgate.application.manage.KeyText;
import dev.tollgate.application.manage.Management;
import dev.tollgate.application.manage.ManagementRules;
import dev.tollgate.application.manage.StoredModels;
import dev.tollgate.application.manage.StoredSettings;
import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.memory.InMemorySpendRecords;
import dev.tollgate.application.memory.InMemoryTranscripts;
import dev.tollgate.application.port.in.CheckHealth;
import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.application.port.in.CheckStorage;
import dev.tollgate.application.port.in.CountTokens;
import dev.tollgate.application.port.in.DescribeModels.Listed;
import dev.tollgate.application.port.in.DescribeModels.Models;
import dev.tollgate.application.port.in.ExplainRouting;
import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.application.port.in.KeyFacts;
import dev.tollgate.application.port.in.ListCooldowns.Cooldown;
import dev.tollgate.application.port.in.QuotePrices.Quote;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.application.port.in.manage.ManageAccessGroups;
import dev.tollgate.application.port.in.manage.ManageCredentials;
import dev.tollgate.application.port.in.manage.ManageModels;
import dev.tollgate.application.port.in.manage.ManageSettings;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.application.spend.BudgetStandings;
import dev.tollgate.application.spend.ReportFromRecords;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.application.testkit.RememberingCipher;
import dev.tollgate.application.testkit.ScriptedConfiguration;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.PriceUpdate;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.Shortage;
import dev.tollgate.domain.usage.Usage;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A server over fakes that remember: `sk-master` is the one key, and what a call answers is set by
/// each test.
final class Gateway implements AutoCloseable {
    static final String CHAT = "{\"model\":\"gpt\",\"messages\":[]}";
    static final byte[] ANSWER = "{\"id\":\"x\",\"odd\":1.50}".getBytes(StandardCharsets.UTF_8);

    /// How a call is answered.
    interface Script {
        void run(ModelCall call, ReplySink sink, Cancellation cancellation) throws Exception;
    }

    final BlockingQueue<ModelCall> calls = new LinkedBlockingQueue<>();
    final HttpServer server;
    volatile Script script = (call, sink, cancellation) -> sink.whole(facts(call), ANSWER);
    volatile Optional<ExplainRouting.Explanation> explanation = Optional.empty();
    final BlockingQueue<ExplainRouting.Question> asked = new LinkedBlockingQueue<>();
    volatile List<Probe> probes = List.of();
    volatile List<Cooldown> cooldowns = List.of();
    volatile boolean details = true;
    volatile CheckStorage.Answer storage =
            new CheckStorage.Answer(CheckStorage.Connection.NONE, true);
    volatile MoneyRules money = MoneyRules.DEFAULT;
    volatile PriceUpdate reloaded = new PriceUpdate.NoSource("v1");

    /// Callers with other keys than the master key.
    final Map<String, Caller> callers = new ConcurrentHashMap<>();

    final InMemoryBooks books = new InMemoryBooks(Instant::now, new Random(1));
    final InMemoryAccounts accounts = new InMemoryAccounts(books);
    final InMemoryEntities entities = new InMemoryEntities(accounts::spent);
    final ScriptedConfiguration configuration = new ScriptedConfiguration();
    volatile ManageModels storedModels = modelsOver(entities);
    volatile ManageSettings storedSettings = settingsOver(entities);
    volatile ManageCredentials credentials = credentialsOver(entities);
    volatile ManageAccessGroups accessGroups = groupsOver(entities);
    volatile Management management = over(entities);
    final Transcripts transcripts = new InMemoryTranscripts();

    Gateway() {
        this(settings -> settings);
    }

    Gateway(UnaryOperator<HttpSettings> with) {
        HttpSettings settings = with.apply(HttpSettings.on("127.0.0.1", 0, "1.2.3"));
        server =
                HttpServer.start(
                        settings,
                        new GatewayPorts(
                                this::identify,
                                this::call,
                                _ -> cooldowns,
                                _ -> models(),
                                (_, _) -> new CheckHealth.Report(probes, details),
                                () -> storage,
                                (_, _) -> probes,
                                (_, question) ->
                                        new CountTokens.Count(4, question.model(), "letters"),
                                question -> explained(question),
                                Gateway::quoted,
                                () -> reloaded,
                                actor -> management.actors().identify(actor),
                                (actor, request) -> management.keys().manage(actor, request),
                                (actor, request) -> management.users().manage(actor, request),
                                (actor, request) -> management.teams().manage(actor, request),
                                (actor, request) -> management.shared().manage(actor, request),
                                (actor, request) -> management.tokenKeys().manage(actor, request),
                                (actor, request) -> storedModels.manage(actor, request),
                                (actor, request) -> storedSettings.manage(actor, request),
                                (actor, request) -> credentials.manage(actor, request),
                                (actor, request) -> accessGroups.manage(actor, request),
                                new ReportFromRecords(
                                        new InMemorySpendRecords(books),
                                        entities,
                                        accounts,
                                        transcripts,
                                        new BudgetStandings(accounts, () -> money, () -> NOON))));
    }

    /// Everybody knows "gpt", nobody the price of "dark".
    private static Optional<Quote> quoted(String model, String team, Usage usage) {
        Prices known =
                new Prices(Map.of("input", new BigDecimal("0.3"), "output", new BigDecimal("0.6")));
        return switch (model) {
            case "gpt" ->
                    Optional.of(
                            new Quote("openai", "gpt-x", known, known.bill(usage, Instant.EPOCH)));
            case "dark" ->
                    Optional.of(new Quote("openai", "dark", Prices.UNKNOWN, Optional.empty()));
            default -> Optional.empty();
        };
    }

    Management over(Entities store) {
        return Management.over(
                store,
                accounts,
                Instant::now,
                new Chance(new Random(3)),
                () -> ManagementRules.DEFAULT,
                () -> Secret.of("sk-master"));
    }

    ManageModels modelsOver(Entities store) {
        return new StoredModels(
                store,
                Instant::now,
                new Chance(new Random(5)),
                new ReadStored(store, new Sealing(new RememberingCipher())),
                configuration);
    }

    ManageSettings settingsOver(Entities store) {
        return new StoredSettings(
                store,
                Instant::now,
                new ReadStored(store, new Sealing(new RememberingCipher())),
                configuration,
                configuration);
    }

    ManageCredentials credentialsOver(Entities store) {
        return new Credentials(
                store,
                Instant::now,
                new ReadStored(store, new Sealing(new RememberingCipher())),
                configuration);
    }

    ManageAccessGroups groupsOver(Entities store) {
        return new AccessGroups(
                store,
                Instant::now,
                new Chance(new Random(5)),
                new ReadStored(store, new Sealing(new RememberingCipher())),
                configuration,
                () -> new ModelCatalog(models().deployments(), Map.of(), _ -> ""));
    }

    /// A key of somebody with a role.
    Caller caller(String credential, String user, UserRole role, String... routes) {
        return caller(credential, user, role, false, routes);
    }

    /// @param readsSpend whether the key is shown what everybody spent
    Caller caller(
            String credential, String user, UserRole role, boolean readsSpend, String... routes) {
        KeyHolder nobody = KeyHolder.NOBODY;
        KeyHolder holder =
                new KeyHolder(
                        "id-of-" + user,
                        KeyText.hash(credential),
                        "",
                        "",
                        user,
                        role,
                        "",
                        "",
                        "",
                        nobody.models(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(routes),
                        false,
                        readsSpend,
                        Optional.empty());
        Caller caller = new Caller("", Caller.Role.KEY, holder);
        callers.put(credential, caller);
        return caller;
    }

    private Optional<ExplainRouting.Explanation> explained(ExplainRouting.Question question) {
        asked.add(question);
        return explanation;
    }

    /// One deployment would be asked, another one cools.
    static ExplainRouting.Explanation explanation() {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        DeploymentState fresh = DeploymentState.FRESH;
        DeploymentState cooling =
                new DeploymentState(
                        0,
                        at.plusSeconds(3),
                        DeploymentState.Circuit.OPEN,
                        1,
                        0,
                        0,
                        fresh.perToken(),
                        fresh.firstToken(),
                        fresh.health());
        return new ExplainRouting.Explanation(
                "gpt",
                Via.GROUP,
                "gpt",
                RoutingRules.DEFAULT,
                at,
                List.of(List.of(known("d-1", fresh))),
                List.of(
                        new ExplainRouting.LeftOut(
                                known("d-2", cooling),
                                Exclusion.Reason.COOLING_DOWN,
                                "until then")),
                new Shortage.None(),
                List.of("backup"),
                List.of(),
                List.of());
    }

    private static ExplainRouting.Known known(String id, DeploymentState state) {
        Deployment its = deployment(id, ModelCard.UNKNOWN);
        return new ExplainRouting.Known(new Candidate(its, its.model()), state, 1);
    }

    private Identity identify(String credential) {
        Caller known = callers.get(credential);
        if (known != null) {
            return new Identity.Known(known);
        }
        if (credential.equals("sk-master") || credential.equals("odd-master")) {
            return new Identity.Known(Caller.MASTER);
        }
        return new Identity.Unknown(credential.startsWith("sk-ant-") ? "anthropic" : "");
    }

    private void call(ModelCall call, ReplySink sink, Cancellation cancellation) {
        calls.add(call);
        try {
            script.run(call, sink, cancellation);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ModelCall called() throws InterruptedException {
        ModelCall call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call arrived");
        }
        return call;
    }

    static ReplyFacts facts(ModelCall call) {
        return new ReplyFacts(
                call.id(),
                "d-1",
                call.model(),
                "openai/gpt-4o",
                "https://up.example/v1",
                "",
                HeaderLines.of(
                        "X-Request-Id", "up-1",
                        "Set-Cookie", "a=b",
                        "x-ratelimit-remaining-requests", "7",
                        "Connection", "keep-alive"),
                0,
                2,
                0,
                Duration.ofSeconds(600),
                bill(),
                KeyFacts.NONE,
                Duration.ofNanos(29_931_000),
                Duration.ofNanos(1_002_000));
    }

    /// Nine tokens of input, three of output.
    private static Optional<Bill> bill() {
        Map<String, BigDecimal> prices =
                Map.of("input", new BigDecimal("0.2"), "output", new BigDecimal("0.4"));
        return new Prices(prices).bill(Usage.of(9, 3), Instant.EPOCH);
    }

    static void failing(ModelCall call, ReplySink sink, CallFailure failure) {
        sink.failed(facts(call), failure);
    }

    static Frame frame(String text) {
        return Frame.of(text.getBytes(StandardCharsets.UTF_8), Frame.Kind.CONTENT);
    }

    static Models models() {
        ModelCard card =
                new ModelCard(
                        "gpt-4o",
                        "openai",
                        "chat",
                        128_000,
                        16_384,
                        0,
                        new Prices(
                                Map.of(
                                        "input", new BigDecimal("2.5"),
                                        "output", new BigDecimal("10"))),
                        Set.of("vision"),
                        Set.of("audio_input"));
        return new Models(
                List.of(
                        new Listed("gpt", card, false, List.of("backup")),
                        new Listed("wild/*", ModelCard.UNKNOWN, true, List.of()),
                        new Listed("wild/one", ModelCard.UNKNOWN, false, List.of())),
                List.of(deployment("d-1", card), deployment("d-2", card)),
                List.of("beta"));
    }

    private static Deployment deployment(String id, ModelCard card) {
        return new Deployment(
                new DeploymentId(id),
                "gpt",
                "openai",
                "gpt-4o",
                "https://up.example/v1",
                "",
                new Deployment.Share(1, 60, 0),
                Deployment.Limits.NONE,
                Set.of(),
                List.of(),
                card,
                Deployment.Entry.NONE);
    }

    static String post(String path, String body, String... headers) {
        return postAs("Authorization: Bearer sk-master", path, body, headers);
    }

    static String postAs(String credential, String path, String body, String... headers) {
        return "POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(
                        path,
                        credential,
                        headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n",
                        body.getBytes(StandardCharsets.UTF_8).length,
                        body);
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-master\r\n\r\n";
    }

    Connection connect() throws IOException {
        return new Connection(new Socket("127.0.0.1", server.port()));
    }

    /// One request on a connection of its own.
    Answer ask(String request) throws IOException {
        try (Connection connection = connect()) {
            connection.send(request);
            return connection.answer();
        }
    }

    @Override
    public void close() {
        server.close();
    }

    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        String header(String name) {
            for (String line : head.split("\r\n")) {
                if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
                    return line.substring(name.length() + 2);
                }
            }
            return "";
        }
    }

    /// A bare socket: what it reads is what was on the wire.
    static final class Connection implements AutoCloseable {
        final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(20_000);
            in = socket.getInputStream();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        String until(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int b = in.read();
                if (b < 0) {
                    throw new AssertionError("the connection ended after: " + text);
                }
                text.append((char) b);
            }
            return text.toString();
        }

        Answer answer() throws IOException {
            String head = until("\r\n\r\n");
            Answer answer = new Answer(head, "");
            String length = answer.header("content-length");
            byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
            return new Answer(head, new String(body, StandardCharsets.UTF_8));
        }

        /// Everything up to the end of the stream.
        String rest() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
