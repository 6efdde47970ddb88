package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.http.Upstreams.Upstream;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest.Body;
import dev.tollgate.domain.call.HeaderLines;

import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

class RequestHeadTest {
    private final Upstream upstream =
            new Upstreams(EngineOptions.DEFAULTS, List.of())
                    .find(URI.create("https://one.example:8443/v1/chat?a=b"), true);

    @Test
    void everything_a_provider_needs_is_said_once() throws IOException {
        assertThat(written(HeaderLines.of("authorization", "Bearer x"), false))
                .isEqualTo(
                        """
                        POST /v1/chat?a=b HTTP/1.1
                        host: one.example:8443
                        content-type: application/json
                        accept-encoding: identity
                        authorization: Bearer x
                        user-agent: tollgate/1
                        accept: application/json
                        content-length: 2

                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void a_deployments_own_words_count() throws IOException {
        assertThat(written(HeaderLines.of("Accept", "text/plain", "User-Agent", "mine"), true))
                .contains("Accept: text/plain\r\n", "User-Agent: mine\r\n")
                .doesNotContain("accept:", "user-agent:");
        assertThat(written(HeaderLines.NONE, true)).contains("accept: text/event-stream\r\n");
    }

    @Test
    void no_header_ends_its_line() throws IOException {
        assertThat(written(HeaderLines.of("x-a", "1\r\nx-b: 2", "x\n-c", "\u2028 \u0000ä"), false))
                .contains("x-a: 1  x-b: 2\r\n", "x -c: ? ?ä\r\n")
                .doesNotContain("\r\nx-b");
    }

    @Test
    void it_fits_the_same_place_and_headers_only() {
        HeaderLines lines = HeaderLines.of("a", "b");
        RequestHead head = new RequestHead(upstream, lines, "tollgate/1", false);
        assertThat(head.fits(upstream, lines)).isTrue();
        assertThat(head.fits(upstream, HeaderLines.of("a", "b"))).isFalse();
    }

    private String written(HeaderLines lines, boolean streaming) throws IOException {
        RequestHead head = new RequestHead(upstream, lines, "tollgate/1", streaming);
        LetterEntity letter = new LetterEntity(Body.of(new byte[] {'{', '}'}));
        SessionOutputBufferImpl buffer = new SessionOutputBufferImpl(8192);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RequestHead.write(head.before(letter), buffer, out);
        buffer.flush(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
