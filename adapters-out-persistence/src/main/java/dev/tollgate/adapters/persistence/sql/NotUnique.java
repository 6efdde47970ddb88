package dev.tollgate.adapters.persistence.sql;

/// Another row has what only one may have.
public final class NotUnique extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnique(Throwable cause) {
        super("another row has what only one may have", cause);
    }
}
