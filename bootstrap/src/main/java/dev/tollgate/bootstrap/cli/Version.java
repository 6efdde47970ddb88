package dev.tollgate.bootstrap.cli;

/// The version of this build.
public final class Version {
    private Version() {}

    /// The version the jar was built as, `development` outside of a jar.
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
