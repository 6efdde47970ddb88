package dev.tollgate.adapters.http.wire;

/// What a connection is doing, as far as time limits are concerned.
enum Phase {
    /// waits for the first byte of a request
    IDLE,
    /// reads a request's head
    HEAD,
    /// reads a request's body
    BODY,
    /// a handler works on an answer
    WORK,
    /// takes what a caller still sends after the last answer, so that the answer is not lost
    LINGER,
    /// over; the watch ended it, or it is about to close
    OVER
}
