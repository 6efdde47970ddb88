package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tollgate.adapters.http.Gateway.Connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path directory;

    @Test
    void calls_are_served_and_hang_ups_seen_over_tls() throws Exception {
        KeyStore store = keys();
        try (Gateway gateway = new Gateway(it -> it.withTls(files()))) {
            gateway.script =
                    (call, sink, _) -> sink.whole(Gateway.facts(call), call.letter().bytes());
            String body = "{\"messages\":[\"" + "x".repeat(300_000) + "\"]}";
            try (Connection connection = connect(gateway, store)) {
                for (int i = 0; i < 3; i++) {
                    connection.send(Gateway.post("/v1/chat/completions", body));
                    assertThat(connection.answer().body()).isEqualTo(body);
                }
            }
            CountDownLatch cancelled = new CountDownLatch(1);
            gateway.script =
                    (_, _, cancellation) -> {
                        cancellation.onCancel(cancelled::countDown);
                        cancelled.await(30, TimeUnit.SECONDS);
                    };
            try (Connection connection = connect(gateway, store)) {
                connection.send(Gateway.post("/v1/chat/completions", body));
                gateway.called();
            }
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void files_of_no_use_are_told() throws Exception {
        Files.writeString(directory.resolve("cert.pem"), "no certificate");
        Files.writeString(directory.resolve("key.pem"), "no key");

        CannotListen failure =
                catchThrowableOfType(
                        CannotListen.class, () -> new Gateway(it -> it.withTls(files())));

        assertThat(failure.obstacle()).isEqualTo(CannotListen.Obstacle.TLS);
    }

    private TlsFiles files() {
        return new TlsFiles(
                directory.resolve("cert.pem").toString(), directory.resolve("key.pem").toString());
    }

    private KeyStore keys() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-genkeypair",
                                        "-alias",
                                        "it",
                                        "-keyalg",
                                        "RSA",
                                        "-dname",
                                        "CN=localhost",
                                        "-storetype",
                                        "PKCS12",
                                        "-storepass",
                                        "changeit",
                                        "-keystore",
                                        file.toString()))
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        pem("cert.pem", "CERTIFICATE", store.getCertificate("it").getEncoded());
        pem("key.pem", "PRIVATE KEY", store.getKey("it", PASSWORD).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", store.getCertificate("it"));
        return trusted;
    }

    private void pem(String file, String kind, byte[] bytes) throws Exception {
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind));
    }

    private static Connection connect(Gateway gateway, KeyStore store) throws Exception {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new Connection(
                context.getSocketFactory().createSocket("127.0.0.1", gateway.server.port()));
    }
}
