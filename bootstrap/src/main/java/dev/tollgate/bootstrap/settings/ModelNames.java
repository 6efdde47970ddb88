package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.catalog.ModelAlias;
import dev.tollgate.domain.catalog.ModelCatalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that callers may ask for: which are served, and which are at least written in the
/// file.
final class ModelNames {
    private final ReadingContext context;
    private final Set<String> groups;
    private final Map<String, ModelAlias> aliases = new LinkedHashMap<>();
    private final List<DeploymentSpec> deployments;
    private ModelCatalog catalog;

    /// @param groups every `model_name` in the file
    ModelNames(ReadingContext context, Set<String> groups, List<DeploymentSpec> deployments) {
        this.context = context;
        this.groups = groups;
        this.deployments = deployments;
        this.catalog = catalog();
    }

    private ModelCatalog catalog() {
        return new ModelCatalog(
                deployments.stream().map(DeploymentSpec::deployment).toList(),
                aliases,
                context.cards()::providerOf);
    }

    /// Reads `model_group_alias`.
    Map<String, ModelAlias> readAliases(Section router) {
        Optional<Section> section = router.section("model_group_alias", "model_group_alias");
        if (section.isEmpty()) {
            return aliases;
        }
        for (String alias : section.get().fields().keySet()) {
            readAlias(section.get(), alias);
        }
        for (Map.Entry<String, ModelAlias> entry : aliases.entrySet()) {
            checkAlias(section.get(), entry.getKey(), entry.getValue().group());
        }
        catalog = catalog();
        return aliases;
    }

    private void readAlias(Section section, String alias) {
        Optional<Raw> raw = section.raw(alias);
        if (raw.isEmpty()) {
            section.reportUnset(alias);
            return;
        }
        if (raw.get() instanceof Raw.Mapping) {
            section.section(alias, "model_group_alias")
                    .ifPresent(
                            options -> {
                                String model = options.text("model").strip();
                                if (model.isEmpty()) {
                                    section.wrong(alias, "names no `model`.");
                                } else {
                                    aliases.put(
                                            alias,
                                            new ModelAlias(model, options.flag("hidden", false)));
                                }
                            });
            return;
        }
        String model = section.text(alias).strip();
        if (!model.isEmpty()) {
            aliases.put(alias, new ModelAlias(model, false));
        }
    }

    private void checkAlias(Section section, String alias, String target) {
        if (groups.contains(alias)) {
            section.note(
                    alias,
                    "is a model_name as well; callers who ask for it get \"" + target + "\".",
                    "");
        }
        if (aliases.containsKey(target) && !groups.contains(target)) {
            section.warn(
                    alias,
                    "stands for \"" + target + "\", which is an alias too; only one hop is made.",
                    "Write `" + aliases.get(target).group() + "`.");
        } else if (!known(target)) {
            section.warn(
                    alias,
                    "stands for \"" + target + "\", but no model is called that.",
                    question(target));
        }
    }

    /// Whether somebody answers to this name.
    boolean served(String name) {
        return catalog.answersTo(name);
    }

    /// Whether the file defines this name, even if none of its deployments is ready.
    boolean known(String name) {
        if (served(name) || groups.contains(name) || aliases.containsKey(name)) {
            return true;
        }
        String provider = context.cards().providerOf(name);
        for (String group : groups) {
            int star = group.indexOf('*');
            if (group.endsWith("/" + name)) {
                return true;
            }
            if (star >= 0) {
                String start = group.substring(0, star);
                if (name.startsWith(start)
                        || !provider.isEmpty() && (provider + "/" + name).startsWith(start)) {
                    return true;
                }
            }
        }
        return false;
    }

    String question(String name) {
        List<String> all = new ArrayList<>(new LinkedHashSet<>(groups));
        all.addAll(aliases.keySet());
        return Nearest.question(name, all);
    }
}
