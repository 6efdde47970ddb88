package dev.tollgate.features.driver;

import com.sun.net.httpserver.HttpServer;

import dev.tollgate.application.testkit.TestIssuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// The identity provider of a scenario: one signing key at a time, published on a loopback port
/// beside a discovery document.
public final class IdentityProvider implements AutoCloseable {
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final HttpServer server;
    private volatile TestIssuer issuer = TestIssuer.of("key-1", "ES256");
    private volatile String told = "{}";
    private volatile boolean away;

    IdentityProvider() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serve("/keys", () -> TestIssuer.jwks(issuer));
        serve("/userinfo", () -> told);
        serve(DISCOVERY, () -> "{\"jwks_uri\":\"" + address() + "/keys\"}");
        server.start();
    }

    private void serve(String path, Supplier<String> document) {
        server.createContext(
                path,
                exchange -> {
                    byte[] body = document.get().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(away ? 503 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    /// Where it is.
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// What operators set `JWT_PUBLIC_KEY_URL` to.
    public String discovery() {
        return address() + DISCOVERY;
    }

    /// Who signs at the moment.
    public TestIssuer issuer() {
        return issuer;
    }

    /// Signs with another key from now on, and publishes that one alone.
    public void rotate() {
        issuer = TestIssuer.of("key-2", "EdDSA");
    }

    /// Tells this of whoever has a token.
    public void tells(String json) {
        told = json;
    }

    public void goAway() {
        away = true;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
