package dev.tollgate.application.port.in;

/// Takes the price file anew, and has the deployments priced by it.
public interface ReloadPrices {
    /// Calls that run keep the prices they began with.
    Outcome reload();

    /// What came of it.
    sealed interface Outcome {
        /// The version of the prices in force.
        String version();

        /// @param models how many the file has
        record Taken(int models, String version) implements Outcome {}

        /// The old prices stay in force.
        ///
        /// @param source path or address of the file
        /// @param why what is wrong with it
        record Kept(String version, String source, String why) implements Outcome {}

        /// There is no price file: the bundled prices are in force.
        record NoSource(String version) implements Outcome {}
    }
}
