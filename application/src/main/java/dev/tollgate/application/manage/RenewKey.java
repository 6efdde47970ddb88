package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Puts a new key in the place of an old one: everything else stays, spend included.
///
/// A caller who lost the answer may repeat the request under the same word: the new key is made of
/// chance that is kept and the master key, which is not, so it can be made again without being
/// kept.
final class RenewKey {
    static final String ROUTE = "/key/regenerate";

    /// How long a request can be repeated.
    private static final Duration REPEATABLE = Duration.ofHours(24);

    private static final Set<String> ABOUT_THE_REQUEST =
            Set.of("key", "new_key", "grace_period", "new_master_key", "key_type");

    private final Records records;
    private final KeyRights rights;
    private final ChangeKey changes;
    private final KeyRows rows;
    private final Chance chance;
    private final Supplier<ManagementRules> rules;
    private final Supplier<Secret> masterKey;

    RenewKey(
            Records records,
            KeyRights rights,
            ChangeKey changes,
            KeyRows rows,
            Chance chance,
            Supplier<ManagementRules> rules,
            Supplier<Secret> masterKey) {
        this.records = records;
        this.rights = rights;
        this.changes = changes;
        this.rows = rows;
        this.chance = chance;
        this.rules = rules;
        this.masterKey = masterKey;
    }

    Outcome renew(Actor actor, String keyOrHash, Fields asked, String repetition) {
        if (asked.set("new_master_key")) {
            return Outcome.invalid(
                    "new_master_key",
                    "The master key is changed in the configuration, not by this call.");
        }
        Optional<Refused> wrong = checked(asked);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        String id = keyOrHash.isEmpty() ? actor.keyHash() : KeyText.id(keyOrHash);
        if (records.find(EntityKind.KEY, id).isEmpty()) {
            return repeated(actor, id, repetition)
                    .orElseGet(() -> Outcome.missing("key", "Key not found."));
        }
        Fields change = asked.except(ABOUT_THE_REQUEST);
        if (!change.isEmpty()
                && changes.update(actor, change.with("key", id)) instanceof Refused refused) {
            return refused;
        }
        return records.carryOut(() -> plan(actor, id, asked, repetition));
    }

    private Optional<Refused> checked(Fields asked) {
        String grace = asked.text("grace_period");
        if (!grace.isEmpty() && BudgetDuration.parse(grace).isEmpty()) {
            return Optional.of(
                    Outcome.invalid(
                            "grace_period",
                            "Invalid grace_period; use a format like '30s', '24h' or '7d'."));
        }
        return asked.set("new_key")
                ? KeyText.checked(asked.text("new_key"), rules.get().shortestOwnKey())
                : Optional.empty();
    }

    private Plan plan(Actor actor, String id, Fields asked, String repetition) {
        Optional<Entity> found = records.find(EntityKind.KEY, id);
        if (found.isEmpty()) {
            return Plan.refuse(Outcome.missing("key", "Key not found."));
        }
        Entity old = found.get();
        Optional<Refused> refused = rights.change(actor, old.fields(), ROUTE);
        if (refused.isPresent()) {
            return Plan.refuse(refused.get());
        }
        String nonce = HexFormat.of().formatHex(chance.bytes(32));
        String key = asked.set("new_key") ? asked.text("new_key") : made(nonce, repetition);
        Entity next = successor(actor, old, key);
        List<Change> writes = new ArrayList<>();
        writes.add(records.deletion(old, actor));
        writes.add(new Change.Create(next));
        Entity retired = retired(actor, old, next, asked, nonce, repetition);
        writes.add(new Change.Create(retired));
        for (Entity earlier : retiredBefore(old)) {
            earlier(actor, earlier, retired).ifPresent(writes::add);
        }
        writes.addAll(TokenKeyRequests.renewed(records, actor, old, next));
        return new Plan.Write(
                writes,
                () -> new Outcome.Done(Notice.of(next.fields(), rows.row(next).with("key", key))),
                conflict -> IssueKey.taken(conflict, next.fields()));
    }

    private Entity successor(Actor actor, Entity old, String key) {
        Fields fields =
                old.fields()
                        .with("key_name", rules.get().keyNames() ? KeyText.name(key) : null)
                        .with("last_rotation_at", records.now().toString());
        return new Entity(
                EntityKind.KEY,
                KeyText.hash(key),
                1,
                Indexes.key(fields),
                fields,
                old.createdAt(),
                old.createdBy(),
                records.now(),
                actor.author());
    }

    private Entity retired(
            Actor actor, Entity old, Entity next, Fields asked, String nonce, String repetition) {
        Instant now = records.now();
        Instant revoked =
                BudgetDuration.parse(asked.text("grace_period"))
                        .map(grace -> grace.after(now, rules.get().zone()))
                        .orElse(now);
        Fields fields =
                Fields.NONE
                        .with("active_key", next.id())
                        .with(KeyRows.IDENTITY, next.fields().text(KeyRows.IDENTITY))
                        .with("revoke_at", revoked.toString());
        if (!repetition.isEmpty() && !asked.set("new_key")) {
            fields = fields.with("nonce", nonce).with("repetition", KeyText.hash(repetition));
        }
        return records.made(
                EntityKind.RETIRED_KEY, old.id(), Indexes.retired(fields), fields, actor);
    }

    private List<Entity> retiredBefore(Entity old) {
        EntityIndex its =
                new EntityIndex("", old.fields().text(KeyRows.IDENTITY), "", "", "", "", "");
        return records.entities()
                .list(
                        new EntityQuery(
                                EntityKind.RETIRED_KEY,
                                its,
                                EntityIndex.NONE,
                                false,
                                Sort.CREATED_AT,
                                false,
                                0,
                                100))
                .entities();
    }

    /// What becomes of a key that was retired earlier: one whose grace goes on works on for the
    /// newest, for as long as the one between them does at most; one that nobody needs is
    /// forgotten.
    private Optional<Change> earlier(Actor actor, Entity earlier, Entity retired) {
        Instant now = records.now();
        Instant end = end(earlier);
        if (now.isBefore(end)) {
            Instant most = end(retired);
            Fields fields =
                    earlier.fields()
                            .with("active_key", retired.fields().text("active_key"))
                            .with("revoke_at", (end.isBefore(most) ? end : most).toString());
            return Optional.of(
                    new Change.Replace(records.changed(earlier, earlier.index(), fields, actor)));
        }
        return earlier.createdAt().plus(REPEATABLE).isBefore(now)
                ? Optional.of(records.deletion(earlier, actor))
                : Optional.empty();
    }

    private Instant end(Entity retired) {
        return Limits.moment(retired.fields().text("revoke_at")).orElse(Instant.EPOCH);
    }

    /// The same answer again, if this request was carried out before and its key is in force.
    private Optional<Outcome> repeated(Actor actor, String id, String repetition) {
        if (repetition.isEmpty()) {
            return Optional.empty();
        }
        return records.find(EntityKind.RETIRED_KEY, id)
                .filter(old -> old.fields().text("repetition").equals(KeyText.hash(repetition)))
                .filter(old -> records.now().isBefore(old.createdAt().plus(REPEATABLE)))
                .flatMap(old -> again(actor, old, repetition));
    }

    private Optional<Outcome> again(Actor actor, Entity retired, String repetition) {
        String key = made(retired.fields().text("nonce"), repetition);
        return records.find(EntityKind.KEY, KeyText.hash(key))
                .filter(next -> rights.change(actor, next.fields(), ROUTE).isEmpty())
                .map(next -> new Outcome.Done(rows.row(next).with("key", key)));
    }

    private String made(String nonce, String repetition) {
        if (repetition.isEmpty()) {
            return KeyText.of(chance.bytes(16));
        }
        // Parts of fixed length: nothing of one can pass for a part of another.
        String seed =
                KeyText.hash("renew:" + masterKey.get().reveal())
                        + nonce
                        + KeyText.hash(repetition);
        byte[] digest = HexFormat.of().parseHex(KeyText.hash(seed));
        return KeyText.of(Arrays.copyOf(digest, 16));
    }
}
