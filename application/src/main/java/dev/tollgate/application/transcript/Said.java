package dev.tollgate.application.transcript;

import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.Transcript;

import java.util.List;
import java.util.UUID;

/// What was said in a call, as it came.
///
/// @param body the whole answer; empty where it came in events
record Said(UUID call, byte[] asked, byte[] body, List<Frame> events, boolean cut) {
    long size() {
        return (long) asked.length + answered();
    }

    private int answered() {
        return events.isEmpty() ? body.length : events.stream().mapToInt(Frame::length).sum();
    }

    Transcript transcript() {
        return new Transcript(
                call, asked, events.isEmpty() ? body : together(), !events.isEmpty(), cut);
    }

    private byte[] together() {
        byte[] all = new byte[answered()];
        int at = 0;
        for (Frame frame : events) {
            System.arraycopy(frame.bytes(), frame.offset(), all, at, frame.length());
            at += frame.length();
        }
        return all;
    }
}
