package dev.tollgate.domain.call;

/// One server-sent event of an answer in the caller's dialect, framing included (`data: {…}\n\n`),
/// ready to be written as it is.
///
/// @param bytes a buffer that belongs to this frame from `offset` for `length` bytes
/// @param kind what the frame means to the gateway
public record Frame(byte[] bytes, int offset, int length, Kind kind) {
    /// What a frame carries. A stream is whole once a `FINISH` was seen.
    public enum Kind {
        /// part of the answer that the caller's user can see
        CONTENT,
        /// role, ping, filter results, usage: nothing of the answer itself
        OTHER,
        /// a finish reason, alone or beside content
        FINISH
    }

    public Frame {
        if (offset < 0 || length < 0 || offset + length > bytes.length) {
            throw new IllegalArgumentException(
                    "frame %d+%d outside %d bytes".formatted(offset, length, bytes.length));
        }
    }

    public static Frame of(byte[] bytes, Kind kind) {
        return new Frame(bytes, 0, bytes.length, kind);
    }

    @Override
    public String toString() {
        return "Frame[%s, %d bytes]".formatted(kind, length);
    }
}
