package dev.tollgate.application.fleet;

/// The right to try a deployment that has no other one beside it, given by [FleetMonitor#pass].
/// While its circuit is open there is one such right, which only its owner gives back, by closing
/// it: before that nobody else probes.
public interface Pass extends AutoCloseable {
    /// Everybody's right.
    Pass FREE = () -> {};

    /// Gives the right back; again and again changes nothing.
    @Override
    void close();
}
