package dev.tollgate.features.driver;

import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.storage.Storage;

import java.time.InstantSource;
import java.util.Map;

/// As long as the gateway lives.
public final class InMemory implements Keeping {
    @Override
    public Map<String, String> variables() {
        return Map.of();
    }

    @Override
    public Storage open(CheckedSettings settings, InstantSource clock) {
        Storage storage = Storage.inMemory(clock);
        storage.start();
        return storage;
    }

    @Override
    public void close() {}
}
