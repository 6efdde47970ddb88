package dev.tollgate.adapters.http.envelope;

/// A field is missing, of the wrong type or not allowed.
final class BadField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String param;

    BadField(String param, String message) {
        this(400, "invalid_request_error", param, message);
    }

    BadField(int status, String type, String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = EnvelopeReader.shown(param);
    }

    Envelope.Rejected rejection() {
        return new Envelope.Rejected(status, type, param, getMessage());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
