package dev.tollgate.adapters.providers.identity;

/// Something a token, or a set of keys, must not be.
final class BadToken extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    /// @param reason a sentence that may be told to anybody: it repeats nothing of the token
    BadToken(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
