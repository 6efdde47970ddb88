package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;

import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.ResponseHead;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes answers that are built here rather than passed on.
public final class JsonAnswer {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
    private static final byte[] TYPE = ResponseHead.line("content-type", "application/json");

    private JsonAnswer() {}

    /// Writes the content of a document.
    public interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    public static void send(Exchange exchange, int status, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchange.send(status, TYPE, out.toByteArray(), _ -> {});
    }
}
