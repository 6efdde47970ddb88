package dev.tollgate.domain.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which models somebody may call: every list that applies to them has to allow it.
public record ModelAccess(List<ModelList> lists) {
    public static final ModelAccess EVERYTHING = new ModelAccess(List.of());

    public ModelAccess {
        lists = List.copyOf(lists);
    }

    /// The first list that does not allow a model.
    public Optional<ModelList> refusing(Asked model) {
        for (ModelList list : lists) {
            if (!list.allows(model)) {
                return Optional.of(list);
            }
        }
        return Optional.empty();
    }

    /// Whose list it is, in the words of the error that a refusal becomes.
    public enum Owner {
        KEY,
        TEAM,
        USER,
        ORGANIZATION
    }

    /// @param name as the caller gave it
    /// @param provider the model's provider where the name alone says it; empty: unknown
    /// @param groups the access groups that its deployments are in
    /// @param team whose own it is; empty: everybody's
    /// @param served whether somebody answers to the name
    public record Asked(
            String name, String provider, Set<String> groups, String team, boolean served) {
        public Asked {
            groups = Set.copyOf(groups);
        }
    }

    /// A list of names, patterns with `*`, and access groups; an empty one allows everything.
    public record ModelList(Owner owner, String id, List<String> entries) {
        private static final Set<String> ALL = Set.of("*", "all-proxy-models", "all-team-models");

        public ModelList {
            entries = List.copyOf(entries);
        }

        boolean allows(Asked model) {
            return entries.isEmpty()
                    || ownersOf(model)
                    || entries.stream().anyMatch(entry -> allows(entry, model));
        }

        /// A team's list says what else it may call: its own models need not stand there.
        private boolean ownersOf(Asked model) {
            return owner == Owner.TEAM && !model.team().isEmpty() && model.team().equals(id);
        }

        private static boolean allows(String entry, Asked model) {
            if (entry.equals(model.name()) || ALL.contains(entry)) {
                return true;
            }
            int star = entry.indexOf('*');
            return star < 0
                    ? model.groups().contains(entry)
                    : matches(entry, star, model.name())
                            || !model.provider().isEmpty()
                                    && matches(entry, star, model.provider() + "/" + model.name());
        }

        private static boolean matches(String entry, int star, String name) {
            String before = entry.substring(0, star);
            String behind = entry.substring(star + 1);
            return name.length() >= before.length() + behind.length()
                    && name.startsWith(before)
                    && name.endsWith(behind);
        }
    }
}
