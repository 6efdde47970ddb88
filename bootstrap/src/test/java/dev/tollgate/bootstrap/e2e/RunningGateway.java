package dev.tollgate.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;

import dev.tollgate.adapters.http.HttpServer;
import dev.tollgate.adapters.http.HttpSettings;
import dev.tollgate.adapters.http.wire.WireLimits;
import dev.tollgate.adapters.providers.catalogue.ModelCatalogue;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.requestlog.RequestLog;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.ConfigFiles;
import dev.tollgate.bootstrap.settings.DirectoryFacts;
import dev.tollgate.bootstrap.settings.Environment;
import dev.tollgate.bootstrap.settings.SettingsReader;
import dev.tollgate.bootstrap.system.Machine;

import org.slf4j.LoggerFactory;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A whole gateway in this process, on a port of its own, made from a configuration file and an
/// environment. It remembers what is logged while it runs.
final class RunningGateway implements AutoCloseable {
    static final String KEY = "sk-1234";
    static final long BODY_LIMIT = 2 * 1024 * 1024;

    /// The catalogue of models is the slow part of a start and the same for all.
    private static final ModelCatalogue CARDS = Composition.catalogue();

    private static final Path FILE = Path.of("/etc/tollgate/config.yaml");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final CheckedSettings settings;
    private final Composition composition;
    private final HttpServer server;

    private RunningGateway(String yaml, Map<String, String> environment) {
        log.start();
        root().addAppender(log);
        ((Logger) LoggerFactory.getLogger("dev.tollgate")).setLevel(Level.TRACE);
        ConfigFiles files = file -> yaml.getBytes(UTF_8);
        settings =
                new SettingsReader(
                                Environment.of(environment),
                                files,
                                FILE.resolveSibling(""),
                                new DirectoryFacts(ProviderDirectory.load()),
                                CARDS)
                        .read(FILE);
        if (settings.report().preventsStart()) {
            throw new IllegalArgumentException(settings.report().errors().toString());
        }
        org.slf4j.Logger requests = LoggerFactory.getLogger("dev.tollgate.requests");
        composition =
                Composition.of(
                        settings,
                        settings.general().masterKey(),
                        Machine.clock(),
                        new Surroundings(
                                new RequestLog(requests::info),
                                CARDS,
                                Machine.pause(),
                                Machine.nanoTime(),
                                Machine.random()));
        server =
                HttpServer.start(
                        HttpSettings.on("127.0.0.1", 0, "test")
                                .withGrace(Duration.ofSeconds(2))
                                .withLimits(
                                        WireLimits.DEFAULT.withBodies(BODY_LIMIT, 8 * BODY_LIMIT)),
                        composition.ports());
    }

    /// @param yaml the configuration; the master key is [#KEY] where it names none
    static RunningGateway of(String yaml, Map<String, String> environment) {
        String whole =
                yaml.contains("master_key")
                        ? yaml
                        : yaml + "\ngeneral_settings:\n  master_key: " + KEY + "\n";
        return new RunningGateway(whole, environment);
    }

    CheckedSettings settings() {
        return settings;
    }

    int port() {
        return server.port();
    }

    String base() {
        return "http://127.0.0.1:" + server.port();
    }

    /// What was logged since the start, stack traces included.
    String logged() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            text.append(event.getFormattedMessage()).append('\n');
            if (event.getThrowableProxy() != null) {
                text.append(ThrowableProxyUtil.asString(event.getThrowableProxy())).append('\n');
            }
        }
        return text.toString();
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return client.send(
                request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return client.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + KEY);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public void close() {
        server.close();
        composition.close();
        client.close();
        root().detachAppender(log);
    }
}
