package dev.tollgate.application.port.out;

/// The store cannot be reached, or does not answer in time. Nothing is known of what was asked.
public final class StorageUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
