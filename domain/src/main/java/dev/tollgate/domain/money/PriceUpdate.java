package dev.tollgate.domain.money;

/// What came of taking a price file.
public sealed interface PriceUpdate {
    /// The version of the prices that are in force now.
    String version();

    /// @param models how many the file has
    record Taken(int models, String version) implements PriceUpdate {}

    /// The old prices stay in force.
    ///
    /// @param source path or address of the file
    /// @param why what is wrong with it
    record Kept(String version, String source, String why) implements PriceUpdate {}

    /// There is no price file: the bundled prices are in force.
    record NoSource(String version) implements PriceUpdate {}
}
