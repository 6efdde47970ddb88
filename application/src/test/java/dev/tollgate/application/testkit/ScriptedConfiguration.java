package dev.tollgate.application.testkit;

import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.SectionsInForce;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A configuration that finds fault with what it is told to, and remembers what it was shown.
public final class ScriptedConfiguration implements RunningConfiguration, SectionsInForce {
    public volatile boolean keepsModels = true;
    public volatile List<String> objections = List.of();

    /// Deployments of the file, with their places.
    public final Map<String, String> file = new HashMap<>();

    public final Map<String, Fields> sections = new HashMap<>();
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
    public Judgement judge(UnaryOperator<StoredConfiguration> change) {
        shown.add(change.apply(StoredConfiguration.NOTHING));
        return new Judgement(objections, List.of());
    }

    @Override
    public Set<String> keys(String section) {
        return Set.of("store_model_in_db", "num_retries", "fallbacks", "completion_model");
    }

    @Override
    public Fields shown(String section) {
        return sections.getOrDefault(section, Fields.NONE);
    }

    @Override
    public void follow() {
        followed++;
    }
}
