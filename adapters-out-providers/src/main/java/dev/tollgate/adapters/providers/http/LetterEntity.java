package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.protocol.UpstreamRequest.Body;

import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A request body that is written part by part.
final class LetterEntity extends AbstractHttpEntity {
    private final Body body;
    private final long length;

    LetterEntity(Body body) {
        super((ContentType) null, null, false);
        this.body = body;
        this.length = body.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[][] parts = body.parts();
        int[] offsets = body.offsets();
        for (int i = 0; i < parts.length; i++) {
            int start = offsets[2 * i];
            out.write(parts[i], start, offsets[2 * i + 1] - start);
        }
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("written only");
    }

    @Override
    public void close() {}
}
