package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.Optional;
import java.util.function.Supplier;

/// What access groups are called: each by a name that is no model's and no other group's.
final class GroupNames {
    /// The field with the name.
    static final String NAME = "access_group";

    private static final EntityKind KIND = EntityKind.ACCESS_GROUP;
    private static final int LONGEST = 255;

    private final Records records;
    private final Supplier<ModelCatalog> catalog;

    GroupNames(Records records, Supplier<ModelCatalog> catalog) {
        this.records = records;
        this.catalog = catalog;
    }

    static String of(Entity group) {
        return of(group.id(), group.fields());
    }

    private static String of(String id, Fields group) {
        String name = group.text(NAME);
        return name.isEmpty() ? id : name;
    }

    static EntityIndex index(String name) {
        return new EntityIndex(name, "", "", "", "", "", "");
    }

    /// The group that is kept under a name; one of an older kind has it as its id.
    Optional<Entity> find(String name) {
        return records.find(KIND, name)
                .filter(group -> of(group).equals(name))
                .or(() -> indexed(name));
    }

    private Optional<Entity> indexed(String name) {
        EntityQuery query =
                new EntityQuery(KIND, index(name), EntityIndex.NONE, false, Sort.ID, false, 0, 1);
        return name.isEmpty()
                ? Optional.empty()
                : records.entities().list(query).entities().stream().findFirst();
    }

    /// Why a new group cannot be called so.
    ///
    /// @param field what the caller calls the name
    Optional<Refused> refused(String name, String field) {
        Optional<Refused> wrong = wrong(name, field);
        if (wrong.isPresent()) {
            return wrong;
        }
        if (!catalog.get().deploymentsOf(name).isEmpty()) {
            return Optional.of(ofModels(name, field));
        }
        return catalog.get().accessGroups().contains(name) || find(name).isPresent()
                ? Optional.of(taken(name, field))
                : Optional.empty();
    }

    /// Why nothing can be called so, whatever else there is.
    static Optional<Refused> wrong(String name, String field) {
        if (name.isEmpty()) {
            return Optional.of(Outcome.incomplete(field, "Field required"));
        }
        if (name.length() > LONGEST) {
            return Optional.of(
                    Outcome.invalid(field, "A name has at most " + LONGEST + " characters."));
        }
        return name.indexOf('*') >= 0 ? Optional.of(ofModels(name, field)) : Optional.empty();
    }

    private static Refused ofModels(String name, String field) {
        return Outcome.invalid(
                field,
                name + " stands for a model in lists of models; give the group a name of its own.");
    }

    static Refused taken(String name, String field) {
        return Outcome.taken(field, "There is an access group " + name + " already.");
    }
}
