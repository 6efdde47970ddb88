package dev.tollgate.adapters.http.wire;

/// An answer that is written piece by piece, each piece at once and with one write; the head goes
/// out together with the first.
public final class AnswerStream {
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final Exchange exchange;
    private final Wire wire;
    private final ResponseHead buffer;
    private final boolean chunked;

    AnswerStream(Exchange exchange, Wire wire, ResponseHead buffer, boolean chunked) {
        this.exchange = exchange;
        this.wire = wire;
        this.buffer = buffer;
        this.chunked = chunked;
    }

    /// Writes and flushes.
    public void write(byte[] bytes, int offset, int length) {
        put(bytes, offset, length);
        flush();
    }

    /// Writes the last bytes of a whole answer.
    public void end(byte[] bytes) {
        put(bytes, 0, bytes.length);
        if (chunked) {
            buffer.put(LAST_CHUNK);
        }
        flush();
    }

    /// Writes the last bytes of a broken answer: the connection ends without the mark of a whole
    /// one, so that no client can take it for complete.
    public void breakOff(byte[] bytes) {
        exchange.closeAfter();
        put(bytes, 0, bytes.length);
        flush();
    }

    private void put(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (chunked) {
            buffer.chunkSize(length);
        }
        buffer.put(bytes, offset, length);
        if (chunked) {
            buffer.lineEnd();
        }
    }

    private void flush() {
        if (buffer.length() > 0) {
            wire.write(buffer.bytes(), 0, buffer.length());
            buffer.clear();
        }
    }
}
