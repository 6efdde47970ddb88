package dev.tollgate.features.driver;

import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.storage.Storage;

import org.opentest4j.TestAbortedException;

import java.time.InstantSource;
import java.util.Map;

/// Where a scenario's gateway keeps things. Made anew for every scenario, with nothing in it.
public interface Keeping extends AutoCloseable {
    /// The variables by which an operator would say so.
    Map<String, String> variables();

    /// What can be used at once.
    Storage open(CheckedSettings settings, InstantSource clock);

    /// Takes the database away, or brings it back. Where there is none that can go away, the
    /// example is skipped: the build runs those with the tag `@postgresql` on PostgreSQL.
    default void reachable(boolean yes) {
        throw new TestAbortedException("there is no database here that can go away");
    }

    /// Once the gateway is closed.
    @Override
    void close();
}
