package dev.tollgate.bootstrap.settings;

/// Where something was written.
///
/// @param file the file's name as given; empty if it came from the command line or the environment
/// @param line from 1; 0 if there is none
record Place(String file, int line) {
    static final Place NOWHERE = new Place("", 0);
}
