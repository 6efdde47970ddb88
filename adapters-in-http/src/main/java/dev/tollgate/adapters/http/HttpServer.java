package dev.tollgate.adapters.http;

import dev.tollgate.adapters.http.envelope.EnvelopeReader;
import dev.tollgate.adapters.http.info.CostRoutes;
import dev.tollgate.adapters.http.info.ExplainRoute;
import dev.tollgate.adapters.http.info.HealthRoutes;
import dev.tollgate.adapters.http.info.ModelRoutes;
import dev.tollgate.adapters.http.info.PageRoutes;
import dev.tollgate.adapters.http.info.PriceRoutes;
import dev.tollgate.adapters.http.info.TokenRoute;
import dev.tollgate.adapters.http.manage.AccessGroupRoutes;
import dev.tollgate.adapters.http.manage.CredentialRoutes;
import dev.tollgate.adapters.http.manage.KeyRoutes;
import dev.tollgate.adapters.http.manage.SettingRoutes;
import dev.tollgate.adapters.http.manage.SharedRoutes;
import dev.tollgate.adapters.http.manage.SpendRoutes;
import dev.tollgate.adapters.http.manage.StoredModelRoutes;
import dev.tollgate.adapters.http.manage.TeamRoutes;
import dev.tollgate.adapters.http.manage.TokenKeyRoutes;
import dev.tollgate.adapters.http.manage.UserRoutes;
import dev.tollgate.adapters.http.openai.CallRoutes;
import dev.tollgate.adapters.http.openai.Identification;
import dev.tollgate.adapters.http.openai.RunningCalls;
import dev.tollgate.adapters.http.wire.AnswerStyle;
import dev.tollgate.adapters.http.wire.PlainAnswers;
import dev.tollgate.adapters.http.wire.RawEncoding;
import dev.tollgate.adapters.http.wire.WireRouting;
import dev.tollgate.adapters.http.wire.WireSelector;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The gateway's HTTP server: listens once it is made, until it is stopped or closed.
public final class HttpServer implements AutoCloseable {
    /// What cut-off calls have left to say so.
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /// Beyond this, callers wait to be accepted.
    private static final int MAX_CONNECTIONS = 20_000;

    private final HttpSettings settings;
    private final RunningCalls running = new RunningCalls();
    private final WireSelector connections;
    private final WebServer server;
    private final List<Route> routes;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile boolean draining;

    private HttpServer(HttpSettings settings, GatewayPorts ports) {
        this.settings = settings;
        this.routes = table(ports);
        Routes dispatcher =
                new Routes(
                        settings.rootPath(),
                        new Identification(
                                ports.identities(), () -> settings.live().get().keyHeader()),
                        routes);
        AnswerStyle style = new AnswerStyle(settings.cors(), settings.hsts(), () -> draining);
        this.connections =
                new WireSelector(new WireRouting(style, dispatcher::dispatch), settings.limits());
        this.server = webServer();
    }

    /// Binds and listens.
    ///
    /// @throws CannotListen when the port is taken, or certificate or key are of no use
    public static HttpServer start(HttpSettings settings, GatewayPorts ports) {
        // Helidon only logs that it could not bind, so it is tried before.
        tryToBind(settings);
        HttpServer server = new HttpServer(settings, ports);
        server.server.start();
        if (!server.server.isRunning()) {
            server.connections.close();
            throw cannotListen(settings, new BindException("the address is already in use"));
        }
        return server;
    }

    private static void tryToBind(HttpSettings settings) {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException | UnresolvedAddressException e) {
            throw cannotListen(settings, e);
        }
    }

    private static CannotListen cannotListen(HttpSettings settings, Exception e) {
        boolean busy =
                e instanceof BindException && String.valueOf(e.getMessage()).contains("in use");
        return new CannotListen(
                busy ? CannotListen.Obstacle.PORT_BUSY : CannotListen.Obstacle.ADDRESS,
                settings.host(),
                settings.port(),
                e);
    }

    private List<Route> table(GatewayPorts ports) {
        EnvelopeReader strict = new EnvelopeReader(false);
        EnvelopeReader testing = new EnvelopeReader(true);
        return RouteTable.of(
                new Handlers(
                        new CallRoutes(
                                ports.calls(),
                                running,
                                () -> settings.live().get().mockTesting() ? testing : strict,
                                () -> settings.live().get().forwarding(),
                                () -> settings.live().get().errors(),
                                settings.callIds(),
                                settings.version()),
                        new ModelRoutes(ports.models()),
                        new HealthRoutes(
                                ports.health(),
                                ports.storage(),
                                ports.cooldowns(),
                                ports.healthHistory(),
                                () -> !draining && settings.live().get().ready(),
                                running::count,
                                settings.version()),
                        new TokenRoute(ports.tokens()),
                        new CostRoutes(ports.quotes(), ports.tokens()),
                        new PriceRoutes(ports.prices()),
                        new ExplainRoute(ports.routing()),
                        new PageRoutes(settings.version()),
                        ports.actors(),
                        new KeyRoutes(ports.keys()),
                        new UserRoutes(ports.users()),
                        new TeamRoutes(ports.teams()),
                        new SharedRoutes(ports.shared()),
                        new TokenKeyRoutes(ports.tokenKeys()),
                        new StoredModelRoutes(ports.storedModels()),
                        new SettingRoutes(ports.settings()),
                        new CredentialRoutes(ports.credentials()),
                        new AccessGroupRoutes(ports.accessGroups()),
                        SpendRoutes.of(
                                ports.spend(),
                                InstantSource.system(),
                                () -> settings.live().get().errors().overBudget())));
    }

    private WebServer webServer() {
        PlainAnswers plain = new PlainAnswers(settings.limits().bodyBytes());
        DirectHandlers.Builder direct = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            direct.addHandler(type, plain);
        }
        WebServerConfig.Builder config =
                WebServer.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(connections)
                        .directHandlers(direct.build())
                        .contentEncoding(RawEncoding.context())
                        .maxTcpConnections(MAX_CONNECTIONS)
                        .maxPayloadSize(settings.limits().bodyBytes())
                        .idleConnectionTimeout(Duration.ofDays(1))
                        .idleConnectionPeriod(Duration.ofHours(1))
                        .shutdownGracePeriod(settings.grace().plus(LAST_WORDS))
                        .connectionOptions(
                                SocketOptions.builder()
                                        .putSocketOption(StandardSocketOptions.TCP_NODELAY, true)
                                        .build());
        if (settings.tls().present()) {
            config.tls(tls());
        }
        return config.build();
    }

    private Tls tls() {
        try {
            Keys keys =
                    Keys.builder()
                            .pem(
                                    pem ->
                                            pem.certChain(file(settings.tls().certificates()))
                                                    .key(file(settings.tls().key())))
                            .build();
            return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
        } catch (RuntimeException e) {
            connections.close();
            throw new CannotListen(CannotListen.Obstacle.TLS, settings.host(), settings.port(), e);
        }
    }

    private static Resource file(String path) {
        return Resource.create(Path.of(path));
    }

    /// The port that is listened on.
    public int port() {
        return server.port();
    }

    List<Route> routes() {
        return routes;
    }

    /// Calls that run.
    public int runningCalls() {
        return running.count();
    }

    /// From now on readiness says no, and connections end with their next answer; everything is
    /// served on.
    public void beginDrain() {
        draining = true;
    }

    /// Ends the server in good order: serves on for the delay while readiness says no, then closes
    /// the listener, lets running calls finish up to the grace of the settings, and cuts off what
    /// still runs with an error in its own dialect. Blocks; a second call does nothing.
    public void stop(Duration delay) {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        beginDrain();
        sleep(delay);
        Thread cutter = Thread.ofVirtual().name("cut-off").start(this::cutOffLater);
        server.stop();
        cutter.interrupt();
        connections.close();
    }

    private void cutOffLater() {
        if (sleep(settings.grace())) {
            running.cutOffAll();
        }
    }

    private static boolean sleep(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Stops without delay.
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
