package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is kept of the configuration, laid over what its file says. Secrets are open: it is never
/// shown and never logged.
///
/// @param parts what is kept, by kind: one of [#KINDS]
/// @param unreadable what is kept and could not be read, a sentence each
public record StoredConfiguration(Map<EntityKind, List<Part>> parts, List<String> unreadable) {
    /// Deployments (`model_name`, `litellm_params`, and `model_info` with its `id`), groups of
    /// them, credentials that they refer to (`credential_values`), and sections of settings, each
    /// under its own name.
    public static final Set<EntityKind> KINDS =
            Set.of(
                    EntityKind.MODEL,
                    EntityKind.CREDENTIAL,
                    EntityKind.ACCESS_GROUP,
                    EntityKind.CONFIG);

    public static final StoredConfiguration NOTHING = new StoredConfiguration(Map.of(), List.of());

    public StoredConfiguration {
        Map<EntityKind, List<Part>> copy = new EnumMap<>(EntityKind.class);
        parts.forEach(
                (kind, its) -> {
                    if (!its.isEmpty()) {
                        copy.put(kind, List.copyOf(its));
                    }
                });
        if (!KINDS.containsAll(copy.keySet())) {
            throw new IllegalArgumentException("no part of a configuration: " + copy.keySet());
        }
        parts = Map.copyOf(copy);
        unreadable = List.copyOf(unreadable);
    }

    /// One thing that is kept.
    public record Part(String id, Fields fields) {}

    /// Those of a kind, in the order of their ids.
    public List<Part> of(EntityKind kind) {
        return parts.getOrDefault(kind, List.of());
    }

    /// The same with one part, in the place of the one with its id.
    public StoredConfiguration with(EntityKind kind, Part part) {
        List<Part> its = new ArrayList<>(without(kind, part.id()).of(kind));
        its.add(part);
        return with(kind, its);
    }

    public StoredConfiguration without(EntityKind kind, String id) {
        return with(kind, of(kind).stream().filter(each -> !each.id().equals(id)).toList());
    }

    private StoredConfiguration with(EntityKind kind, List<Part> its) {
        Map<EntityKind, List<Part>> all = new EnumMap<>(EntityKind.class);
        all.putAll(parts);
        all.put(kind, its);
        return new StoredConfiguration(all, unreadable);
    }
}
