package dev.tollgate.adapters.http.wire;

/// The request cannot be served as it is; carries what the caller is told.
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorBody error;
    private final boolean closing;

    private RequestRefused(ErrorBody error, boolean closing) {
        super(error.message(), null, false, false);
        this.error = error;
        this.closing = closing;
    }

    public static RequestRefused with(ErrorBody error) {
        return new RequestRefused(error, false);
    }

    /// The same, and the connection ends with the answer: what else was sent is not read.
    public static RequestRefused andClose(ErrorBody error) {
        return new RequestRefused(error, true);
    }

    public ErrorBody error() {
        return error;
    }

    boolean closing() {
        return closing;
    }
}
