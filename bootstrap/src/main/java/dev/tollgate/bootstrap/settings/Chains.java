package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.fallback.FallbackChains;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads lists of fallbacks and checks that every name in them is a model's.
final class Chains {
    private final ReadingContext context;
    private final ModelNames names;

    Chains(ReadingContext context, ModelNames names) {
        this.context = context;
        this.names = names;
    }

    /// Group → stand-ins from `[{group: [target, …]}, …]`; a plain map is understood as well.
    Map<String, List<FallbackTarget>> read(Section section, String key) {
        Map<String, List<FallbackTarget>> chains = new LinkedHashMap<>();
        Optional<Raw> raw = section.raw(key);
        if (raw.isEmpty()) {
            return chains;
        }
        switch (raw.get()) {
            case Raw.Mapping mapping -> readMap(section.path(key), mapping, chains);
            case Raw.Listing listing -> {
                for (int i = 0; i < listing.items().size(); i++) {
                    String path = section.path(key) + "[" + i + "]";
                    if (listing.items().get(i) instanceof Raw.Mapping mapping) {
                        readMap(path, mapping, chains);
                    } else {
                        wrong(path, listing.items().get(i));
                    }
                }
            }
            case Scalar scalar -> wrong(section.path(key), scalar);
        }
        return chains;
    }

    private void wrong(String path, Raw raw) {
        context.problems()
                .error(
                        path,
                        raw.place(),
                        raw.kind(),
                        "must be a list of maps from a model to its stand-ins.",
                        "Write `- model: [other-model]`.");
    }

    private void readMap(String path, Raw.Mapping map, Map<String, List<FallbackTarget>> chains) {
        map.fields()
                .forEach(
                        (group, field) -> {
                            String inner = path + "." + group;
                            checkGroup(group, inner, field.place());
                            List<FallbackTarget> targets = targets(inner, field.value());
                            if (chains.putIfAbsent(group, targets) != null) {
                                context.problems()
                                        .warning(
                                                inner,
                                                field.place(),
                                                "",
                                                "has an entry above, which is the one that counts.",
                                                "Join the two lists.");
                            }
                        });
    }

    private List<FallbackTarget> targets(String path, Raw value) {
        List<Raw> items = value instanceof Raw.Listing listing ? listing.items() : List.of(value);
        List<FallbackTarget> targets = new ArrayList<>();
        for (Raw item : items) {
            String target = target(path, item);
            if (!target.isEmpty()) {
                checkTarget(target, path, item.place());
                targets.add(FallbackTarget.of(target));
            }
        }
        return targets;
    }

    private String target(String path, Raw item) {
        if (item instanceof Raw.Mapping mapping
                && mapping.fields().get("model") instanceof Raw.Field model
                && model.value() instanceof Scalar scalar) {
            if (mapping.fields().size() > 1) {
                context.problems()
                        .warning(
                                path,
                                item.place(),
                                "",
                                "only `model` of a stand-in is used; its other keys are not used"
                                        + " yet.",
                                "");
            }
            return scalar.text().strip();
        }
        if (item instanceof Scalar scalar) {
            return scalar.text().strip();
        }
        wrong(path, item);
        return "";
    }

    /// `default_fallbacks` stand in for every group without an entry of its own.
    void readDefaults(Section section, Map<String, List<FallbackTarget>> chains) {
        List<String> targets = section.texts("default_fallbacks");
        for (String target : targets) {
            checkTarget(
                    target, section.path("default_fallbacks"), section.place("default_fallbacks"));
        }
        if (!targets.isEmpty()) {
            chains.putIfAbsent(FallbackChains.EVERY_GROUP, FallbackTarget.of(targets));
        }
    }

    private void checkGroup(String group, String path, Place place) {
        if (!group.equals(FallbackChains.EVERY_GROUP) && !names.known(group)) {
            context.problems()
                    .warning(
                            path,
                            place,
                            "",
                            "no model is called \"" + group + "\"; the entry is never used.",
                            names.question(group));
        }
    }

    private void checkTarget(String target, String path, Place place) {
        if (names.served(target)) {
            return;
        }
        if (names.known(target)) {
            context.problems()
                    .notice(
                            path,
                            place,
                            "",
                            "\""
                                    + target
                                    + "\" cannot stand in while none of its deployments is"
                                    + " ready.",
                            "");
        } else {
            String question = names.question(target);
            context.problems()
                    .warning(
                            path,
                            place,
                            "",
                            "names \"" + target + "\", but no model is called that.",
                            question.isEmpty()
                                    ? "Write the model_name of an entry of model_list."
                                    : question);
        }
    }
}
