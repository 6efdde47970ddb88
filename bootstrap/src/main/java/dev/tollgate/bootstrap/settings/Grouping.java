package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.domain.catalog.DeploymentId;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which access groups were made for models and deployments, wherever those stand.
///
/// @param byModel `model_name` → groups
/// @param byId id of a deployment → groups
record Grouping(Map<String, Set<String>> byModel, Map<String, Set<String>> byId) {

    /// @param groups each with its name (`access_group`, else its id), `model_names` and
    ///   `model_ids`
    static Grouping of(List<Part> groups) {
        Map<String, Set<String>> byModel = new HashMap<>();
        Map<String, Set<String>> byId = new HashMap<>();
        for (Part group : groups) {
            add(group, "model_names", byModel);
            add(group, "model_ids", byId);
        }
        return new Grouping(byModel, byId);
    }

    private static void add(Part group, String field, Map<String, Set<String>> to) {
        String name = group.fields().text("access_group");
        for (String member : group.fields().texts(field)) {
            to.computeIfAbsent(member, _ -> new TreeSet<>())
                    .add(name.isEmpty() ? group.id() : name);
        }
    }

    Set<String> of(String model, DeploymentId id) {
        Set<String> all = new LinkedHashSet<>(byModel.getOrDefault(model, Set.of()));
        all.addAll(byId.getOrDefault(id.value(), Set.of()));
        return all;
    }
}
