package dev.tollgate.adapters.providers.sse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Pulls events out of a stream of bytes. Lines may end in LF, CR or CRLF, and the bytes may arrive
/// in pieces of any size. An event's data is handed out in place, in the buffer it was read into;
/// only data of several lines is copied together. An event that the stream's end cuts off before
/// its empty line is handed out too: some servers leave the last empty line away, and data that is
/// not whole does not parse.
///
/// A line that is neither comment nor a field of events is an error, where the standard would pass
/// over it: it may have been an event before it was damaged, and an answer with a hole must not
/// look whole. Errors that are sent without the framing of events (`error: …`, or a bare JSON
/// object) are handed out as events named `error`. Not thread-safe.
public final class SseReader {
    private static final int INITIAL = 8192;
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int maxEventBytes;

    private byte[] buffer = new byte[INITIAL];
    private int limit;

    /// Start of the line that is read, and how far it was searched for its end.
    private int line;

    private int scanned;

    /// A CR ended the line before: an LF that follows belongs to it.
    private boolean afterCr;

    private boolean firstLine = true;
    private boolean ended;

    private String event = "";
    private int lines;
    private int dataStart;
    private int dataLength;

    /// Data of several lines, joined.
    private byte[] joined = new byte[0];

    public SseReader(InputStream in, int maxEventBytes) {
        this.in = in;
        this.maxEventBytes = maxEventBytes;
    }

    /// Blocks until an event with data is whole.
    ///
    /// @return false at the end of the stream
    /// @throws EventTooLarge when an event exceeds the bound
    /// @throws NotAnEvent at a line that belongs to no event
    public boolean next() throws IOException {
        lines = 0;
        dataLength = 0;
        event = "";
        while (true) {
            int at = lineEnd();
            if (at >= 0) {
                int start = line;
                int end = at;
                line = at + 1;
                scanned = line;
                afterCr = buffer[at] == '\r';
                if (line(start, end)) {
                    return true;
                }
            } else if (ended) {
                return lastLine();
            } else {
                fill();
            }
        }
    }

    /// The event's name, empty if it has none.
    public String event() {
        return event;
    }

    /// Whether the stream ended before the event did: what it holds may not be all of it.
    public boolean cut() {
        return ended;
    }

    /// The array that holds the data until the next call.
    public byte[] data() {
        return lines > 1 ? joined : buffer;
    }

    public int offset() {
        return lines > 1 ? 0 : dataStart;
    }

    public int length() {
        return dataLength;
    }

    private int lineEnd() {
        if (afterCr && line < limit) {
            afterCr = false;
            if (buffer[line] == '\n') {
                line++;
                scanned = line;
            }
        }
        byte[] bytes = buffer;
        int to = limit;
        int i = scanned;
        while (i < to) {
            byte c = bytes[i];
            // Both line ends are small: one comparison passes over nearly everything.
            if (c <= '\r' && (c == '\n' || c == '\r')) {
                return i;
            }
            i++;
        }
        scanned = i;
        return -1;
    }

    private boolean lastLine() throws NotAnEvent {
        int start = line;
        int end = limit;
        line = limit;
        scanned = limit;
        if (end > start) {
            try {
                if (line(start, end)) {
                    return true;
                }
            } catch (NotAnEvent _) {
                // the beginning of a line that never came
            }
        }
        return complete();
    }

    /// Takes one line; an empty one ends the event, and so does an unframed error.
    private boolean line(int from, int end) throws NotAnEvent {
        int start = from;
        if (firstLine) {
            firstLine = false;
            if (end - start >= 3 && Arrays.equals(buffer, start, start + 3, BOM, 0, 3)) {
                start += 3;
            }
        }
        if (start == end) {
            return complete();
        }
        int length = end - start;
        if (length >= 5 && field(start, "data") && buffer[start + 4] == ':') {
            data(value(start + 5, end), end);
        } else if (length == 4 && field(start, "data")) {
            data(end, end);
        } else if (length >= 6 && field(start, "event") && buffer[start + 5] == ':') {
            int value = value(start + 6, end);
            event = new String(buffer, value, end - value, StandardCharsets.UTF_8);
        } else if (length >= 6 && field(start, "error") && buffer[start + 5] == ':') {
            event = "error";
            data(value(start + 6, end), end);
        } else if (buffer[start] == '{' && lines == 0) {
            event = "error";
            data(start, end);
            return true;
        } else if (!saysNothing(start, end)) {
            throw new NotAnEvent();
        }
        return false;
    }

    /// Comments, ids, retry times and fields that nobody defined say nothing to us, and an event
    /// without a name neither. But a field that holds what data would hold is one with a damaged
    /// name, and a line without a field's name is none.
    private boolean saysNothing(int start, int end) {
        int colon = start;
        while (colon < end && inName(buffer[colon])) {
            colon++;
        }
        if (colon == end) {
            int length = end - start;
            return (length == 2 && field(start, "id"))
                    || (length == 5 && (field(start, "retry") || field(start, "event")));
        }
        if (buffer[colon] != ':') {
            return false;
        }
        int value = value(colon + 1, end);
        boolean likeData = value < end && (buffer[value] == '{' || buffer[value] == '[');
        return colon == start || !likeData;
    }

    private static boolean inName(byte c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '_';
    }

    private boolean complete() throws NotAnEvent {
        if (dataLength > 0) {
            return true;
        }
        if (event.indexOf(':') >= 0 && !ended) {
            // A line that lost its end: the next one, with the data, has become part of the name.
            throw new NotAnEvent();
        }
        lines = 0;
        event = "";
        return false;
    }

    private void data(int start, int end) {
        lines++;
        if (lines == 1) {
            dataStart = start;
            dataLength = end - start;
            return;
        }
        int needed = dataLength + 1 + end - start;
        if (lines == 2) {
            if (joined.length < needed) {
                joined = new byte[Math.max(needed, 1024)];
            }
            System.arraycopy(buffer, dataStart, joined, 0, dataLength);
        } else if (joined.length < needed) {
            joined = Arrays.copyOf(joined, Math.max(needed, joined.length * 2));
        }
        joined[dataLength] = '\n';
        System.arraycopy(buffer, start, joined, dataLength + 1, end - start);
        dataLength = needed;
    }

    private boolean field(int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (buffer[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int value(int start, int end) {
        return start < end && buffer[start] == ' ' ? start + 1 : start;
    }

    private void fill() throws IOException {
        makeRoom();
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }

    private void makeRoom() throws EventTooLarge {
        // Data of one line still lies in the buffer; joined data does not.
        int needed = lines == 1 ? Math.min(dataStart, line) : line;
        int kept = limit - needed;
        if (Math.max(kept, dataLength + limit - line) > maxEventBytes) {
            throw new EventTooLarge(maxEventBytes);
        }
        if (limit < buffer.length && needed < buffer.length / 2) {
            return;
        }
        byte[] target = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, needed, target, 0, kept);
        buffer = target;
        limit = kept;
        line -= needed;
        scanned -= needed;
        dataStart -= needed;
    }
}
