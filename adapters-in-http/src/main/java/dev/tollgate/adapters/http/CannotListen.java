package dev.tollgate.adapters.http;

/// The server could not be started.
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What stood in the way.
    public enum Obstacle {
        /// another process listens there
        PORT_BUSY,
        /// the address is not one of this machine, or is not allowed
        ADDRESS,
        /// certificate or key cannot be read or used
        TLS
    }

    private final Obstacle obstacle;
    private final String host;
    private final int port;

    CannotListen(Obstacle obstacle, String host, int port, Throwable cause) {
        super("cannot listen on %s:%d: %s".formatted(host, port, reason(cause)), cause);
        this.obstacle = obstacle;
        this.host = host;
        this.port = port;
    }

    private static String reason(Throwable cause) {
        Throwable last = cause;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage());
    }

    public Obstacle obstacle() {
        return obstacle;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }
}
