package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Deletes keys; copies of them are kept among the deleted ones.
final class WithdrawKeys {
    static final String ROUTE = "/key/delete";
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_ALIASES = 100;

    private final Records records;
    private final FindKeys keys;
    private final KeyRights rights;

    WithdrawKeys(Records records, KeyRights rights) {
        this.records = records;
        this.keys = new FindKeys(records);
        this.rights = rights;
    }

    /// All of them or, where one of them may not be deleted, none; unknown ones are passed over
    /// while others are known.
    Outcome delete(Actor actor, List<String> named, List<String> aliases) {
        if (named.isEmpty() && aliases.isEmpty()) {
            return Outcome.incomplete("keys", "Either keys or key_aliases is needed.");
        }
        if (named.size() > MOST_AT_ONCE || aliases.size() > MOST_ALIASES) {
            return Outcome.invalid(
                    "keys", "At most 500 keys or 100 key_aliases can be deleted at once.");
        }
        return records.carryOut(() -> plan(actor, named, aliases));
    }

    private Plan plan(Actor actor, List<String> named, List<String> aliases) {
        Map<String, Entity> byId =
                records.find(EntityKind.KEY, named.stream().map(KeyText::id).toList());
        List<Entity> found =
                Stream.concat(
                                byId.values().stream(),
                                aliases.stream().map(keys::aliased).flatMap(Optional::stream))
                        .distinct()
                        .toList();
        if (found.isEmpty()) {
            return Plan.refuse(Outcome.missing("keys", "No keys found"));
        }
        Optional<Refused> refused =
                found.stream()
                        .map(key -> rights.change(actor, key.fields(), ROUTE))
                        .flatMap(Optional::stream)
                        .findFirst();
        return refused.map(Plan::refuse)
                .orElseGet(
                        () ->
                                Plan.write(
                                        found.stream()
                                                .<Change>map(key -> records.deletion(key, actor))
                                                .toList(),
                                        () -> told(byId, found, named.isEmpty())));
    }

    /// The ids of deleted keys, or the aliases they were named by.
    private static Outcome told(Map<String, Entity> byId, List<Entity> found, boolean aliases) {
        List<String> names =
                aliases
                        ? found.stream().map(key -> key.fields().text("key_alias")).toList()
                        : List.copyOf(byId.keySet());
        return new Outcome.Done(Fields.NONE.with("deleted_keys", names));
    }
}
