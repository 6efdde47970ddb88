package dev.tollgate.bootstrap.settings;

/// Where something was written.
///
/// @param file the file's name as given; empty if it came from the command line or the environment
/// @param line from 1; 0 if there is none
record Place(String file, int line) {
    static final Place NOWHERE = new Place("", 0);

    /// What the gateway keeps itself.
    static final Place STORED = new Place("stored configuration", 0);

    /// For people; empty if it is nowhere.
    String shown() {
        return line > 0 ? file + " line " + line : file;
    }
}
