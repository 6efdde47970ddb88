package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What is kept of the configuration, laid over what its file says. Secrets are open: it is never
/// shown and never logged.
///
/// @param models deployments: `model_name`, `litellm_params` and `model_info` with its `id`
/// @param unreadable what is kept and could not be read, a sentence each
public record StoredConfiguration(List<Part> models, List<String> unreadable) {
    public static final StoredConfiguration NOTHING = new StoredConfiguration(List.of(), List.of());

    public StoredConfiguration {
        models = List.copyOf(models);
        unreadable = List.copyOf(unreadable);
    }

    /// One thing that is kept.
    public record Part(String id, Fields fields) {}

    /// The same with one deployment, in the place of the one with its id.
    public StoredConfiguration withModel(Part model) {
        return new StoredConfiguration(
                with(models, model, each -> each.id().equals(model.id())), unreadable);
    }

    private static List<Part> with(List<Part> parts, Part part, Predicate<Part> old) {
        List<Part> all = new ArrayList<>(parts);
        all.removeIf(old);
        all.add(part);
        return all;
    }
}
