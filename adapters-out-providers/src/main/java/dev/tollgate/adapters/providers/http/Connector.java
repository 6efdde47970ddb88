package dev.tollgate.adapters.providers.http;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.LazyLineParser;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Makes connections to one host.
final class Connector {
    /// Nothing times out by itself: deadlines close the connection, which costs no timer.
    private static final SocketConfig SOCKET =
            SocketConfig.custom()
                    .setTcpNoDelay(true)
                    .setSoKeepAlive(true)
                    .setSoTimeout(Timeout.ZERO_MILLISECONDS)
                    .build();

    private static final Http1Config HTTP =
            Http1Config.custom()
                    .setMaxLineLength(64 * 1024)
                    .setMaxHeaderCount(500)
                    .setBufferSize(8192)
                    .build();

    /// Header values are taken out of their lines when somebody asks for them.
    private static final HttpMessageParserFactory<ClassicHttpResponse> PARSERS =
            http -> new LenientHttpResponseParser(LazyLineParser.INSTANCE, null, http);

    private static final ManagedHttpClientConnectionFactory CONNECTIONS =
            ManagedHttpClientConnectionFactory.builder()
                    .http1Config(HTTP)
                    .requestWriterFactory(() -> RequestHead::write)
                    .outgoingContentLengthStrategy(
                            letter -> RequestHead.length((ClassicHttpRequest) letter))
                    .responseParserFactory(PARSERS)
                    .build();

    private final HttpHost host;
    private final @Nullable TlsSocketStrategy tls;

    Connector(HttpHost host, boolean verifyTls, EngineOptions options) {
        this.host = host;
        this.tls = host.getSchemeName().equals("https") ? strategy(verifyTls, options) : null;
    }

    ConnectionPool.Pooled unconnected() throws IOException {
        return new ConnectionPool.Pooled(CONNECTIONS.createConnection(null));
    }

    /// Connects for this exchange, which bounds it.
    void connect(ManagedHttpClientConnection connection, Exchange exchange) throws IOException {
        new DefaultHttpClientConnectionOperator(
                        DefaultSchemePortResolver.INSTANCE,
                        new BoundedLookup(exchange),
                        scheme -> scheme.equals("https") ? tls : null)
                .connect(
                        connection,
                        host,
                        null,
                        null,
                        Timeout.DISABLED,
                        SOCKET,
                        null,
                        HttpClientContext.create());
        connection.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }

    private static TlsSocketStrategy strategy(boolean verifyTls, EngineOptions options) {
        try {
            if (verifyTls) {
                SSLContext context =
                        options.tls().isPresent() ? options.tls().get() : SSLContext.getDefault();
                return new DefaultClientTlsStrategy(
                        context, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE);
            }
            SSLContext trusting = SSLContext.getInstance("TLS");
            trusting.init(null, new TrustManager[] {new TrustAnyone()}, null);
            return new DefaultClientTlsStrategy(
                    trusting, HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /// Looks names up for as long as the exchange runs; the platform's own lookup has no bound.
    private record BoundedLookup(Exchange exchange) implements DnsResolver {
        private static final long LOOK_UP_MILLIS = 50;

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    answer.complete(InetAddress.getAllByName(host));
                                } catch (UnknownHostException | RuntimeException e) {
                                    answer.completeExceptionally(e);
                                }
                            });
            try {
                while (exchange.running()) {
                    try {
                        return answer.get(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
                    } catch (TimeoutException _) {
                        // asks whether anybody still waits
                    }
                }
                throw new UnknownHostException(host);
            } catch (ExecutionException _) {
                throw new UnknownHostException(host);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new UnknownHostException(host);
            }
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /// For deployments whose configuration turns verification off.
    private static final class TrustAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
