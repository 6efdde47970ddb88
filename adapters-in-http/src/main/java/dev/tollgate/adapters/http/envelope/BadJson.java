package dev.tollgate.adapters.http.envelope;

/// The bytes are not JSON, or JSON beyond a limit.
final class BadJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadJson(String what, int offset) {
        super(what + " at byte " + offset, null, false, false);
    }
}
