package dev.tollgate.application.port.in;

/// Says whether what the gateway keeps can be reached.
public interface CheckStorage {
    Answer check();

    /// @param ready whether calls may be sent here, as far as it goes
    record Answer(Connection connection, boolean ready) {}

    /// The connection to a database.
    enum Connection {
        /// there is none: what is kept, is kept in memory
        NONE,
        CONNECTED,
        /// never reached yet, or not heard of for a second
        DISCONNECTED
    }
}
