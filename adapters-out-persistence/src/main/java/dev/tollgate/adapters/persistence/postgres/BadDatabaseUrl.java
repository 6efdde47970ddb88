package dev.tollgate.adapters.persistence.postgres;

/// A database URL that cannot be used. Its message holds nothing secret.
public final class BadDatabaseUrl extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadDatabaseUrl(String message) {
        super(message);
    }
}
