package bench;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The bare pass-through: Helidon's server and Apache's client with nothing between them.
final class Bare {
    private final CloseableHttpClient client;
    private static final String PATH = "/v1/chat/completions";

    private final HttpHost plain;
    private final HttpHost streams;

    private Bare(HttpHost plain, HttpHost streams) {
        this.plain = plain;
        this.streams = streams;
        this.client =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setMaxConnTotal(4000)
                                        .setMaxConnPerRoute(4000)
                                        .build())
                        .disableCookieManagement()
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .build();
    }

    /// @param args port, port of the plain upstream, port of the streaming one
    public static void main(String[] args) {
        Bare bare = new Bare(host(args[1]), host(args[2]));
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .maxPayloadSize(64L << 20)
                .featuresDiscoverServices(false)
                .routing(
                        routes ->
                                routes.post("/v1/chat/completions", bare::whole)
                                        .post("/big/v1/chat/completions", bare::big)
                                        .post(
                                                "/stream/v1/chat/completions",
                                                (request, response) ->
                                                        bare.stream(PATH, request, response))
                                        .post(
                                                "/many/v1/chat/completions",
                                                (request, response) ->
                                                        bare.stream(
                                                                "/many" + PATH, request, response)))
                .build()
                .start();
    }

    private static HttpHost host(String port) {
        return new HttpHost("http", "127.0.0.1", Integer.parseInt(port));
    }

    private void whole(ServerRequest request, ServerResponse response) throws IOException {
        whole(plain, request, response);
    }

    private void big(ServerRequest request, ServerResponse response) throws IOException {
        whole(streams, request, response);
    }

    private void whole(HttpHost to, ServerRequest request, ServerResponse response)
            throws IOException {
        String path = to == plain ? PATH : "/plain" + PATH;
        byte[] answer =
                client.execute(
                        to,
                        post(path, request),
                        reply -> EntityUtils.toByteArray(reply.getEntity()));
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(answer);
    }

    private void stream(String path, ServerRequest request, ServerResponse response)
            throws IOException {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        client.execute(streams, post(path, request), reply -> copy(reply, response));
    }

    private static BasicClassicHttpRequest post(String path, ServerRequest request) {
        BasicClassicHttpRequest post = new BasicClassicHttpRequest("POST", path);
        post.setEntity(
                new ByteArrayEntity(
                        request.content().as(byte[].class), ContentType.APPLICATION_JSON));
        return post;
    }

    private static boolean copy(ClassicHttpResponse reply, ServerResponse response)
            throws IOException {
        byte[] buffer = new byte[8192];
        try (InputStream in = reply.getEntity().getContent();
                OutputStream out = response.outputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
        }
        return true;
    }
}
