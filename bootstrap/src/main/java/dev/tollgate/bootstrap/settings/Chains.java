package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.access.SecretNames;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.fallback.FallbackChains;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads lists of fallbacks and checks that every name in them is a model's.
final class Chains {
    private static final String PARAMS = "litellm_params";
    private static final Set<String> ADDRESSES = Set.of("api_base", "base_url", "api_version");

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
            target(path, item)
                    .ifPresent(
                            target -> {
                                checkTarget(target.model(), path, item.place());
                                targets.add(target);
                            });
        }
        return targets;
    }

    private Optional<FallbackTarget> target(String path, Raw item) {
        return switch (item) {
            case Scalar scalar -> {
                String model = scalar.text().strip();
                yield model.isEmpty() ? Optional.empty() : Optional.of(FallbackTarget.of(model));
            }
            case Raw.Mapping mapping -> withParameters(path, mapping);
            case Raw.Listing listing -> {
                wrong(path, listing);
                yield Optional.empty();
            }
        };
    }

    /// A stand-in whose other keys are request parameters that it gets instead of the caller's.
    private Optional<FallbackTarget> withParameters(String path, Raw.Mapping mapping) {
        Section params = new Section(context.known(), context.problems(), PARAMS, path, mapping);
        String model = params.text("model").strip();
        if (model.isEmpty()) {
            context.problems()
                    .error(
                            path,
                            mapping.place(),
                            "",
                            "a stand-in with parameters names no `model`.",
                            "Write `{model: other-model, …}`.");
            return Optional.empty();
        }
        if (refusesCredentials(params)) {
            return Optional.empty();
        }
        params.fields().keySet().forEach(params::reportUnset);
        return Optional.of(new FallbackTarget(model, RequestDefaults.of(params, context.known())));
    }

    private boolean refusesCredentials(Section params) {
        boolean refused = false;
        for (String key : params.fields().keySet()) {
            if (ADDRESSES.contains(key) || SecretNames.isSecret(key)) {
                params.wrong(
                        key,
                        "a stand-in has no address or credential of its own here.",
                        "Give it an entry of model_list, and name that.");
                refused = true;
            } else if (!key.equals("model")
                    && !key.equals("extra_body")
                    && context.known().state(PARAMS, key).isPresent()) {
                params.warn(
                        key,
                        "is no request parameter, and has no effect in a stand-in.",
                        "Write it into the stand-in's entry of model_list.");
            }
        }
        return refused;
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
