package dev.tollgate.features.driver;

import dev.tollgate.adapters.providers.catalogue.ModelCatalogue;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.ConfigFiles;
import dev.tollgate.bootstrap.settings.ConfigWatcher;
import dev.tollgate.bootstrap.settings.DirectoryFacts;
import dev.tollgate.bootstrap.settings.Environment;
import dev.tollgate.bootstrap.settings.SettingsReader;
import dev.tollgate.domain.access.Caller;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One scenario's gateway, providers and callers. The gateway starts with the first thing that is
/// asked of it.
public final class World implements AutoCloseable {
    private static final Path FILE = Path.of("config.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ModelCatalogue CATALOGUE = Composition.catalogue();

    private final GatewayDriver driver;
    private final Keeping keeping;
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final ConfigText config = new ConfigText();
    private final Map<String, String> environment = new HashMap<>();
    private final TestClock clock = new TestClock();
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private String file = "";
    private boolean away;
    private final Deque<CompletableFuture<Answer>> waiting = new ArrayDeque<>();
    private final List<CallLog.Entry> log = new CopyOnWriteArrayList<>();
    private final Map<String, IdentityProvider> identityProviders = new HashMap<>();
    private @Nullable CheckedSettings settings;
    private @Nullable Composition gateway;

    public World(GatewayDriver driver, Keeping keeping) {
        this.driver = driver;
        this.keeping = keeping;
    }

    /// Takes the database away, or brings it back.
    public void reachable(boolean yes) {
        keeping.reachable(yes);
        away = !yes;
    }

    public ScriptedUpstream upstream() {
        return upstream;
    }

    /// Who signs tokens, if there is anybody in this scenario.
    public IdentityProvider identityProvider() {
        return identityProvider("");
    }

    /// One of several who sign tokens.
    public IdentityProvider identityProvider(String name) {
        return identityProviders.computeIfAbsent(name, _ -> new IdentityProvider());
    }

    public Instant now() {
        return clock.instant();
    }

    public ConfigText config() {
        return config;
    }

    public void setVariable(String name, String value) {
        environment.put(name, value);
    }

    /// A whole configuration file in place of the pieces.
    public void write(String text) {
        file = text;
    }

    public List<Duration> waits() {
        return clock.waits();
    }

    public void pass(Duration time) {
        clock.pass(time);
    }

    /// Reads the configuration and starts the gateway unless the file forbids it.
    public void start() {
        if (settings != null) {
            return;
        }
        CheckedSettings read = read();
        settings = read;
        told.addAll(read.report().lines());
        if (read.report().preventsStart()) {
            return;
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        Surroundings surroundings =
                new Surroundings(
                        log::add,
                        CATALOGUE,
                        (wait, _) -> clock.waitFor(wait),
                        clock::nanoTime,
                        () -> random);
        gateway =
                Composition.of(
                        read,
                        read.general().masterKey(),
                        clock,
                        surroundings,
                        keeping.open(read, clock));
        gateway.watchHealth();
        driver.open(gateway, read);
    }

    /// Lets a round of background checks pass.
    ///
    /// @param interval the time from one round to the next
    public void check(Duration interval) {
        start();
        Composition running = Objects.requireNonNull(gateway);
        // A round that comes at a random moment of the first interval is over by then.
        clock.pass(interval.multipliedBy(2));
        Instant since = clock.instant();
        int all = Objects.requireNonNull(settings).deployments().size();
        await(
                "the deployments are checked",
                () ->
                        running.ports().healthHistory().recall(Caller.MASTER, 1).stream()
                                        .filter(probe -> !probe.at().isBefore(since))
                                        .count()
                                == all);
    }

    public boolean started() {
        return gateway != null;
    }

    /// What the operator was told of the configuration.
    public String told() {
        return String.join("\n", told);
    }

    /// Has the running gateway look at its changed configuration.
    public void reload() {
        CheckedSettings running = Objects.requireNonNull(settings);
        switch (new ConfigWatcher(this::read, this::content, running).reload().orElseThrow()) {
            case ConfigWatcher.Outcome.Kept(var why) ->
                    why.forEach(problem -> told.add("not taken: " + problem.sentence()));
            case ConfigWatcher.Outcome.Taken(var newer, var _) -> {
                Objects.requireNonNull(gateway).reload(newer, newer.general().masterKey());
                settings = newer;
            }
        }
    }

    private CheckedSettings read() {
        ConfigFiles files = this::content;
        return new SettingsReader(
                        Environment.of(variables()),
                        files,
                        Path.of(""),
                        new DirectoryFacts(ProviderDirectory.load()),
                        CATALOGUE)
                .read(FILE);
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(keeping.variables());
        variables.putAll(environment);
        return variables;
    }

    private byte[] content(Path path) throws NoSuchFileException {
        if (!path.getFileName().equals(FILE)) {
            throw new NoSuchFileException(path.toString());
        }
        return (file.isEmpty() ? config.toString() : file).getBytes(StandardCharsets.UTF_8);
    }

    public HttpDriver http() {
        start();
        return driver.http();
    }

    /// A caller asks and waits for the end of the answer.
    public Answer ask(Question question) {
        start();
        return got(driver.chat(question.letter()));
    }

    /// Takes an answer that came another way for the last one.
    public Answer got(Answer answer) {
        answers.add(answer);
        return answer;
    }

    /// A caller asks and goes on waiting; returns once a provider has been asked.
    public void askAndWait(Question question) {
        start();
        int before = upstream.received().size();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        waiting.add(answer);
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                answer.complete(driver.chat(question.letter()));
                            } catch (RuntimeException e) {
                                answer.completeExceptionally(e);
                            }
                        });
        await("a provider is asked", () -> upstream.received().size() > before);
    }

    /// Many callers ask the same at the same time; returns when all have their answers.
    public void askAtOnce(Question question, int times) {
        start();
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                calls.add(
                        CompletableFuture.supplyAsync(
                                () -> driver.chat(question.letter()), threads));
            }
        }
        calls.forEach(call -> got(call.join()));
    }

    /// From now on outcomes are about what comes.
    public void forget() {
        answers.clear();
        log.clear();
        upstream.forget();
    }

    /// The answer of the caller who waits, of several the one who came first.
    public Answer awaited() {
        return got(waiting.remove().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
    }

    public List<Answer> answers() {
        return List.copyOf(answers);
    }

    public Answer last() {
        return answers.getLast();
    }

    /// What the call log holds, in order of the calls' ends.
    public List<CallLog.Entry> log() {
        return List.copyOf(log);
    }

    static void takeTime(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits for something that happens elsewhere, for many times the time it should take.
    public static void await(String what, BooleanSupplier happened) {
        await(what, PATIENCE, happened);
    }

    public static void await(String what, Duration patience, BooleanSupplier happened) {
        long end = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            takeTime(Duration.ofMillis(5));
        }
    }

    @Override
    public void close() {
        upstream.close();
        driver.close();
        if (away) {
            reachable(true);
        }
        if (gateway != null) {
            gateway.close();
        }
        keeping.close();
        identityProviders.values().forEach(IdentityProvider::close);
    }
}
