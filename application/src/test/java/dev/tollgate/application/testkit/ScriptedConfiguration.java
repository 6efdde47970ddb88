package dev.tollgate.application.testkit;

import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A configuration that finds fault with what it is told to, and remembers what it was shown.
public final class ScriptedConfiguration implements RunningConfiguration {
    public volatile boolean keepsModels = true;
    public volatile List<String> objections = List.of();

    /// Deployments of the file, with their places.
    public final Map<String, String> file = new HashMap<>();

    public final Map<String, Fields> credentials = new HashMap<>();
    public final List<StoredConfiguration> shown = new ArrayList<>();
    public volatile int followed;

    @Override
    public boolean keepsModels() {
        return keepsModels;
    }

    @Override
    public Optional<String> placeInFile(String deploymentId) {
        return Optional.ofNullable(file.get(deploymentId));
    }

    @Override
    public Map<String, Fields> credentialsInFile() {
        return credentials;
    }

    @Override
    public List<String> objections(UnaryOperator<StoredConfiguration> change) {
        shown.add(change.apply(StoredConfiguration.NOTHING));
        return objections;
    }

    @Override
    public void follow() {
        followed++;
    }
}
